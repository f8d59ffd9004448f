//! Configuration: `qingfeng.toml`, then `QINGFENG_*` variables; a struct a concern.
