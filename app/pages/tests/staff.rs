//! What holds for every page of staff and administrators: read from the gallery of examples, empty, full and in error.
#![allow(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

#[path = "../examples/staff/main.rs"]
#[allow(dead_code, missing_docs, reason = "the gallery's own entry is not used here")]
mod gallery;

use std::collections::HashSet;

fn documents() -> Vec<(&'static str, String)> {
    gallery::pages().into_iter().map(|(name, html)| (name, html.into_string())).collect()
}

/// Values of `attribute` in the order of the document.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    html.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// The opening tag and content of each form that posts.
fn posting_forms(html: &str) -> Vec<&str> {
    html.split("<form").skip(1).filter_map(|rest| rest.split("</form>").next()).filter(|form| form.contains("method=\"post\"")).collect()
}

#[test]
fn ids_are_unique_and_whatever_points_to_one_finds_it() {
    for (name, html) in documents() {
        let ids = values(&html, "id");
        let known: HashSet<_> = ids.iter().copied().collect();
        assert_eq!(known.len(), ids.len(), "{name}: an id stands twice");
        for attribute in ["for", "aria-describedby", "aria-labelledby"] {
            for target in values(&html, attribute).into_iter().flat_map(str::split_whitespace) {
                assert!(known.contains(target), "{name}: {attribute} points to {target}");
            }
        }
        for target in values(&html, "href").into_iter().filter_map(|href| href.strip_prefix('#')) {
            assert!(known.contains(target), "{name}: a link leads to {target}");
        }
    }
}

#[test]
fn every_field_has_a_label() {
    for (name, html) in documents() {
        let labelled: HashSet<_> = values(&html, "for").into_iter().collect();
        for tag in ["<input", "<select", "<textarea"] {
            for field in html.split(tag).skip(1).filter_map(|rest| rest.split('>').next()) {
                let is_named = field.contains("type=\"hidden\"") || field.contains("aria-label=");
                let id = values(field, "id");
                assert!(is_named || id.first().is_some_and(|id| labelled.contains(id)), "{name}: {tag}{field}");
            }
        }
    }
}

#[test]
fn every_form_of_a_signed_in_member_carries_the_token() {
    let doors = ["login", "login-en", "login-wrong", "code-wrong", "code-passkey", "recover", "invite", "totp"];
    for (name, html) in documents().into_iter().filter(|(name, _)| !doors.contains(name) && !name.starts_with("invite-renewal")) {
        for form in posting_forms(&html) {
            assert!(form.contains("name=\"csrf\" value=\"token\""), "{name}: {form}");
        }
    }
}

#[test]
fn what_is_done_to_keys_says_in_every_language_what_cannot_be_undone() {
    let documents = documents();
    let deeds = [
        ("member", "member-changes"),
        ("member", "member-grant"),
        ("member", "member-reset"),
        ("member", "member-leaves"),
        ("moving", "main"),
        ("account", "password-title"),
        ("invite-renewal", "main"),
    ];
    for (page, place) in deeds {
        for (ending, words) in [("", "不能撤销"), ("-hant", "不能撤銷"), ("-en", "cannot be undone")] {
            let (_, html) = documents.iter().find(|(name, _)| *name == format!("{page}{ending}")).unwrap();
            let section = html.split(&format!(" id=\"{place}\"")).nth(1).and_then(|rest| rest.split("<form").next()).unwrap_or_default();
            assert!(section.contains("<ul>") && section.contains(words), "{page}{ending}: {place} does not say what cannot be undone");
        }
    }
}

#[test]
fn nothing_stands_inline() {
    for (name, html) in documents() {
        assert!(!html.contains(" style=\""), "{name}");
        assert!(!html.contains("<style"), "{name}");
        assert!(!html.contains(" onclick="), "{name}");
        assert!(html.split("<script").skip(1).all(|rest| rest.contains(" src=\"")), "{name}");
    }
}

#[test]
fn a_refused_form_says_so_in_the_title_and_keeps_what_was_typed() {
    let documents = documents();
    let (_, html) = documents.iter().find(|(name, _)| *name == "case-fault").unwrap();
    assert!(html.contains("<title>有 1 处"));
    assert!(html.contains("href=\"#decline-reason\""));
    assert!(html.contains("id=\"decline-reason-error\""));
    assert!(html.contains("您反映的事项已由区法院受理"));
}

#[test]
fn whoever_comes_second_is_told_who_was_first_and_keeps_the_text() {
    let documents = documents();
    let (_, html) = documents.iter().find(|(name, _)| *name == "case-conflict").unwrap();
    assert!(html.contains("黄嘉仪已于 2026-11-24 09:31"));
    assert!(html.contains("余款 16 万 6 千元"));
}

#[test]
fn the_words_of_a_forged_message_stand_beside_a_warning() {
    let documents = documents();
    let (_, html) = documents.iter().find(|(name, _)| *name == "case-accepted").unwrap();
    assert!(html.contains("is-forged") && html.contains("签名不符"));
}

/// What stands in each text area, as it was written out.
fn text_areas(html: &str) -> Vec<&str> {
    html.split("<textarea").skip(1).filter_map(|rest| rest.split_once('>')?.1.split_once("</textarea>")).map(|(text, _)| text).collect()
}

#[test]
fn every_text_area_keeps_what_was_typed_to_the_letter_and_inside() {
    for (name, html) in documents() {
        for text in text_areas(&html) {
            assert!(text.starts_with('\n') && !text.contains('<'), "{name}: {text}");
        }
        assert!(!html.contains("<script>"), "{name}");
    }
    for (name, html) in documents().into_iter().filter(|(name, _)| name.starts_with("typed-")) {
        let typed = "\n\n&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;";
        assert!(text_areas(&html).contains(&typed), "{name}");
    }
}
