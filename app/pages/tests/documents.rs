//! What holds for every public page, whatever it shows.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops at the first surprise")]

use std::collections::HashSet;

use pages::Locale;

mod samples;

fn for_every_page(check: impl Fn(&str, &str)) {
    for locale in Locale::ALL {
        for elder in [false, true] {
            for (name, page) in samples::every(locale, elder) {
                check(&format!("{name} in {}", locale.tag()), &page.into_string());
            }
        }
    }
}

fn values<'a>(page: &'a str, attribute: &'a str) -> impl Iterator<Item = &'a str> {
    page.split(attribute).skip(1).filter_map(|rest| rest.split('"').next())
}

#[test]
fn has_one_heading_one_main_and_a_way_out() {
    for_every_page(|name, page| {
        assert_eq!(page.matches("<h1").count(), 1, "{name}");
        assert_eq!(page.matches("<main").count(), 1, "{name}");
        assert_eq!(page.matches("id=\"quick-exit\"").count(), 1, "{name}");
    });
}

#[test]
fn runs_nothing_inline() {
    for_every_page(|name, page| {
        assert!(!page.contains(" style="), "{name}");
        assert!(!page.contains("<style"), "{name}");
        assert!(!page.contains(" onclick="), "{name}");
        assert!(page.split("<script").skip(1).all(|rest| rest.contains("src=")), "{name}");
    });
}

#[test]
fn names_every_element_once_and_refers_to_none_that_is_not_there() {
    for_every_page(|name, page| {
        let mut ids = HashSet::new();
        for id in values(page, " id=\"") {
            assert!(ids.insert(id), "{name}: {id} twice");
        }
        for list in [" for=\"", " aria-describedby=\"", " aria-labelledby=\"", " form=\"", "href=\"#"] {
            for id in values(page, list).flat_map(|list| list.split(' ')) {
                assert!(ids.contains(id), "{name}: no {id}");
            }
        }
    });
}

#[test]
fn asks_no_other_site_for_anything() {
    for_every_page(|name, page| {
        for address in values(page, " src=\"") {
            assert!(address.starts_with('/') && !address.starts_with("//"), "{name}: {address}");
        }
    });
}

#[test]
fn puts_no_receipt_code_into_an_address() {
    for_every_page(|name, page| {
        for address in values(page, "href=\"").chain(values(page, "action=\"")) {
            assert!(!address.contains(&samples::code().to_display()), "{name}");
        }
    });
}

#[test]
fn lets_nothing_typed_out_of_its_text_area() {
    for_every_page(|name, page| {
        for (text, _) in page.split("<textarea").skip(1).filter_map(|rest| rest.split_once('>')?.1.split_once("</textarea>")) {
            assert!(text.starts_with('\n') && !text.contains('<'), "{name}: the line feed that HTML drops");
        }
    });
}
