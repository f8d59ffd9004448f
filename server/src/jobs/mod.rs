//! Work that nobody asks for: sweeping what has expired, on leases in the database.
