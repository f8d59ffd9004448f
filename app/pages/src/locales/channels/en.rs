//! English.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    title: "Other ways to be heard",
    lead: "If you would rather not write online, you can come in person, write a letter or call.",
    none: "No unit has published how to reach it yet.",
    visit: "In person",
    hours: "Open",
    letter: "By letter",
    phone: "By telephone",
    website: "Website",
    visit_note: "If several people come about the same matter, choose at most 5 to speak for you (Regulations on Petitioning Work, art. 20).",
};
