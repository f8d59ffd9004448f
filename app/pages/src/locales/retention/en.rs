//! English.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    ask_heading: "Ask for early deletion",
    ask_summary: "Ask for this report to be destroyed now, before its time is up",
    ask_lead: "A lead of the unit decides; if it is refused you are told why. Once destroyed nobody can bring it back, not even you. \
               Consider first what you give up:",
    ask_costs: [
        "Evidence: what you wrote, the conversation and what you attached can no longer be opened, or shown to anyone.",
        "Review: without the original, asking for a review or an appeal gets harder, and may not be accepted.",
        "Protection: should someone retaliate, nothing here says any more what you reported; your proof of filing still shows that you did, \
         and when.",
        "Consequences: those concerned may not be called to account.",
    ],
    ask: "Ask for deletion",
    asked: "You have asked for early deletion. The unit decides.",
    done_asked: "Your request is noted. A lead of the unit decides.",
    destroyed_title: "This report has been destroyed",
    destroyed_lead: "Your receipt code is right, but what it opened is gone: every key to it was destroyed. All that is left is this \
                     certificate.",
    destroyed_public_lead: "The report with this case number has been destroyed. All that is left is this certificate.",
    destroyed_gone: [
        "Destroyed: the report, the identity, messages and notes, and every key to them, whether it was the unit’s, the custodians’ or \
         yours.",
        "Left: case number, kind, category, area, unit, status, dates, finding and rating, for the statistics; how many keys and texts there \
         were; by which rule it was destroyed, and which member decided it, if one did; which members must not learn of the case; and two check values from which nothing of it can be read: \
         one by which your receipt code leads to this page, one of the proof of filing. The audit log stays as well.",
        "Backups that were made before still hold the ciphertext, but no key. The key that they need is replaced and destroyed at fixed \
         times; after that, they open nothing of it either.",
    ],
    certificate: "Certificate of destruction",
    number: "Case number",
    unit: "Unit in charge",
    found: "Finding",
    stood: "Status when destroyed",
    settled: "Settled on",
    destroyed_at: "Destroyed at",
    rule: "Rule",
    rule_term: |months| format!("kept for {months} months after it was settled"),
    rule_asked: "its reporter asked for it",
    decided_by: "Decided by",
    by_portal: "the portal, by its published terms",
    by_unit: "a lead of the unit",
    what: "Destroyed",
    counted: |data_keys, texts| format!("{data_keys} copies of keys, {texts} ciphertexts"),
    entry: "Entry in the audit log",
    file: "The certificate as a file",
    file_note: "Saved as a file, it can be checked without this site: qingfeng verify FILE --fingerprint FINGERPRINT.",
};
