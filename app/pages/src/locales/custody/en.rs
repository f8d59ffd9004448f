//! English.

use model::{AccessPurpose, IdentityPart};

use super::Texts;

fn purpose(purpose: AccessPurpose) -> &'static str {
    match purpose {
        AccessPurpose::Verify => "to verify that the report is from you",
        AccessPurpose::Contact => "to ask you something by telephone or letter",
        AccessPurpose::Interview => "to hear you in person",
        AccessPurpose::Serve => "to serve a written notice or reply",
        AccessPurpose::Protect => "to protect you",
        AccessPurpose::Other => "another purpose",
    }
}

fn part(part: IdentityPart) -> &'static str {
    match part {
        IdentityPart::Name => "name",
        IdentityPart::IdNumber => "identity number",
        IdentityPart::Phone => "telephone",
        IdentityPart::Address => "address",
    }
}

pub(super) static TEXTS: Texts = Texts {
    purpose,
    part,
    comma: ", ",
    hour: |day, hour| format!("{day}, {hour}:00"),
    asked_by: |unit, role| format!("{unit}, {role}"),
    purpose_label: "Purpose",
    scope_label: "What was asked for",
    words_label: "In their words",
    granted_label: "Granted by",
    granted: |unit, at| format!("Custodian of {unit}, {at}"),
    until_label: "Open",
    until: |at| format!("until {at}; it then ends by itself"),
    over: |at| format!("ended {at}"),
    opened_label: "Looked at",
    opened_none: "not yet",
    handed: |unit| format!("Your identity was handed to the custodians of {unit}"),
    forged: "The signature does not fit: someone changed or replaced what stood here.",
    object: "Object to this",
    object_note: |unit| format!("Leads of {unit} read your objection with what is said above, and nothing else of your case. Their answer stands here."),
    object_words: "What you object to",
    object_send: "Seal and send the objection",
    objection_label: "Your objection",
    objection_waits: |unit| format!("{unit} has not answered yet."),
    ruling_label: |unit| format!("Answer of {unit}"),
    done_objected: "Your objection has been sealed and sent to the unit above. Its answer will stand on this page.",
};
