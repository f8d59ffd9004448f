//! Where someone goes on after signing in.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// Where one goes who wanted nothing in particular: it leads on to the first page that the member's roles open.
pub const HOME: &str = "/staff/home";

/// A path within the staff's side, or [`HOME`]. Anything else could lead to a page that somebody else made.
pub fn checked(next: &str) -> &str {
    let is_ours = ["/staff/", "/admin/"].iter().any(|area| next.starts_with(area));
    let is_plain = next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\') && !next.contains("//");
    if is_ours && is_plain { next } else { HOME }
}

/// `path` with `next` as its query, unless that is [`HOME`].
pub fn carried(path: &str, next: &str) -> String {
    match checked(next) {
        HOME => path.to_owned(),
        next => format!("{path}?next={}", utf8_percent_encode(next, NON_ALPHANUMERIC)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_staff_are_followed() {
        for good in ["/staff/cases/1", "/admin/members", "/staff/queue?status=all"] {
            assert_eq!(checked(good), good);
        }
        for bad in ["", "/", "/report", "https://example.org", "//example.org/staff/", "/staff//example.org", "/staff/\\x", "/staff/\n"] {
            assert_eq!(checked(bad), HOME);
        }
    }

    #[test]
    fn a_path_is_carried_in_a_query_and_the_home_is_not() {
        assert_eq!(carried("/staff/login", ""), "/staff/login");
        assert_eq!(carried("/staff/login", "/staff/cases/1?x=2"), "/staff/login?next=%2Fstaff%2Fcases%2F1%3Fx%3D2");
    }
}
