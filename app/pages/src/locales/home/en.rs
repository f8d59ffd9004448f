//! English.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    heading: "Speak here, safely",
    lead: |city| {
        format!(
            "Report wrongdoing, ask for help, make a suggestion. What you write is sealed; only the responsible unit in {city} can open it."
        )
    },
    closed: "No unit can receive sealed reports yet, so you cannot report online for now. Please use the other ways below.",
    kinds_heading: "What is it about?",
    disclosure: "Someone broke the law or the rules of office: bribery, embezzlement, abuse of power.",
    disclosure_limit: "Under your name: told within 15 working days whether it is accepted",
    request: "Your own rights are affected: compensation for land, social security, housing, an office that drags its feet.",
    request_limit: "Told within 15 days whether it is accepted; settled within 60 days of that",
    suggestion: "You have an idea for how public work could be better.",
    suggestion_limit: "No statutory limit; your receipt code shows you the answer",
    have_receipt: "Reported before?",
    have_receipt_link: "Follow the case with your receipt code",
    choice_heading: "Anonymous, or under your name",
    choice_row: "Compare",
    row_asked: "What we ask",
    anonymous_asked: "Not who you are",
    named_asked: "Name, identity number, telephone, address",
    row_known: "Who knows you",
    anonymous_known: "Nobody",
    named_known: "Only the identity custodian; you see each time it is opened",
    row_disclosure: "Disclosures",
    anonymous_disclosure: "Accepted if specific, but not first and without a written answer",
    named_disclosure: "Handled first, dealt with first, and answered",
    row_request: "Requests",
    anonymous_request: "The unit need not notify you in writing; your receipt code shows where it stands",
    named_request: "Notified in writing; you may ask for two reviews",
    choice_source: "Source: Regulations on Petitioning Work, art. 19, 23, 35, 36; Rules on Handling Disclosures and Accusations.",
    protection_heading: "How you are protected",
    protection: [
        "Once sealed, what you write can be opened only by the unit that receives it, not even by those who run the server.",
        "If you give your name, it is sealed apart from the report: the officer on the case does not see who you are.",
        "Only you hold the receipt code. We keep no copy and cannot bring it back.",
        "The time of filing is kept to the hour. Your network address is not kept, and no cookie is set.",
        "Each time staff open something it goes on a record in which changes show, and you can see who opened your identity.",
    ],
    protection_more: "In full, and what we cannot protect you from",
    channels_heading: "Other ways",
    channels_more: "Addresses and telephones of districts and streets",
    elder_report: "Make a report",
    elder_status: "Follow a case",
};
