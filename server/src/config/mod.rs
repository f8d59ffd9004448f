//! Configuration: `qingfeng.toml`, then `QINGFENG_*` variables; a struct a concern.

mod database;

pub use database::DatabaseConfig;
