//! How the vault is configured.

use serde::{Deserialize, Serialize};

/// How long sessions and invitations last, and how many passwords are hashed at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VaultConfig {
    /// Minutes without use after which a session ends.
    pub idle_minutes: u32,
    /// Hours after which a session ends in any case.
    pub session_hours: u32,
    /// Minutes for which a password that was just given need not be given again.
    pub confirmed_minutes: u32,
    /// Hours for which an invitation is good.
    pub invitation_hours: u32,
    /// Passwords hashed at once; each takes 64 MiB.
    pub passwords_at_once: u32,
}

impl Default for VaultConfig {
    fn default() -> Self {
        Self { idle_minutes: 30, session_hours: 12, confirmed_minutes: 5, invitation_hours: 72, passwords_at_once: 1 }
    }
}
