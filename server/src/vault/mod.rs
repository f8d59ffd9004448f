//! Keys: the operator's, the members', the units'; signing in, sessions and invitations.

pub mod operator;
