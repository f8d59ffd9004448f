//! What a reporter does: file a report, keep its receipt, follow it.

pub mod captcha;
pub mod files;
pub mod files_sealed;
pub mod own_file;
pub mod receipt;
pub mod report;
pub mod sealed;
pub mod status;
pub mod status_sealed;

mod custody_view;
mod filed;
mod held;
mod review;
mod status_view;
