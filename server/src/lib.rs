//! The host of the portal. Data flows one way: `http` → `casework` → `vault` and `store`, and back into a page.

pub mod app;
pub mod casework;
pub mod cli;
pub mod clock;
pub mod config;
pub mod files;
pub mod http;
pub mod jobs;
pub mod stamps;
pub mod store;
pub mod vault;
