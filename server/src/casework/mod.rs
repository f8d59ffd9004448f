//! The rules: intake, routing, deadlines, who may do what. No HTTP, no SQL, no markup.
