//! Keys: of the operator, of units, of members and their sessions.
