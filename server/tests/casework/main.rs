//! The casework over a real store, without HTTP.

mod desk;
mod fixture;
mod follow;
mod identity;
mod members;
mod sign_in;
