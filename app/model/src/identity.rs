//! Whether the reporter gives a name, and the check of an identity number.

use crate::text::words;

words! {
    /// Whether a report is filed under a real name.
    IdentityMode("identity mode") {
        /// No name is asked for and none is kept.
        Anonymous = "anonymous",
        /// A real name with a way to be reached; handled first and answered.
        Named = "named",
    }
}

/// Whether `number` is a well-formed mainland identity number of 18 places with a right check character (GB 11643-1999).
///
/// Expects half-width text. `idcard` panics on non-ASCII text of certain lengths, so everything but ASCII is refused first.
pub fn is_identity_number(number: &str) -> bool {
    number.len() == 18 && number.is_ascii() && idcard::Identity::new(number).is_valid()
}

#[cfg(test)]
mod tests {
    use super::is_identity_number;

    #[test]
    fn accepts_a_right_number_and_refuses_a_wrong_check_character() {
        assert!(is_identity_number("11010519491231002X"));
        assert!(!is_identity_number("110105194912310021"));
    }

    #[test]
    fn refuses_full_width_text_without_panicking() {
        assert!(!is_identity_number("１１０１０５"));
        assert!(!is_identity_number(""));
    }
}
