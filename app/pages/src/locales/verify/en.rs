//! English.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    title: "Check a proof of filing",
    lead: "Whoever was shown a proof of filing can check it here. Nobody sees the report by it, and the receipt code is not needed: do not type it here.",
    number: "Case number",
    proof: "Proof of filing",
    proof_hint: "64 characters, 0 to 9 and a to f; spaces do not matter.",
    check: "Check",
    check_this: "Check this proof",
    valid: "The proof is valid.",
    invalid: "The proof is not valid.",
    invalid_note: "No report has this number and this proof. Compare both with the receipt, character by character. Reports filed before this check existed cannot be checked here.",
    filed_at: "Filed",
    hour: |day, hour| format!("{day}, between {hour}:00 and {}:00", hour + 1),
    stamp: "In the log",
    stamped: |day, entry| format!("Stamped with all filings of {day}, in entry {entry} of the audit log"),
    not_stamped_yet: "Signed by the portal; stamped into the audit log once the day is over",
    never_stamped: "Signed by the portal, and the signature holds. The portal’s clock had run ahead and its day was closed before it was \
                    filed, so it will not be stamped into the audit log",
    certificate: "Save the certificate",
    certificate_note: "The file can be checked without this portal: qingfeng verify FILE --fingerprint … It names number, hour and proof, and says nothing of the report.",
    proves_heading: "What a valid proof proves",
    proves: [
        "A report was filed here under this number in this hour.",
        "Whoever holds its receipt code can show that it said exactly what it says: one letter changed, and the proof would be another.",
        "Once stamped, not even whoever runs the portal can change the date unnoticed: the day’s hash is signed and published.",
    ],
    proves_not_heading: "What it does not prove",
    proves_not: [
        "That what was reported is true, or how the case ended.",
        "Who filed it: whoever shows the proof need not be the reporter.",
        "What it said: the proof alone reveals nothing, not even to someone who guesses the text.",
    ],
    to_transparency: "What this portal publishes each day",
};
