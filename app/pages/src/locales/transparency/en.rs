//! English.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    title: "Published each day",
    lead: "Everything that staff read and do stands in a chained log. Shortly after midnight the portal signs how the log ended and publishes it here. Whoever keeps a copy can show later if anything before it was changed or removed.",
    none: "No day is over yet. The first is published shortly after midnight.",
    caption: "The last 31 days",
    day: "Day",
    filings: "Reports filed",
    entries: "Entries in the log",
    head: "Hash of the last entry",
    stamp: "Time stamp",
    no_stamp: "None",
    stamp_file: "Stamp",
    stamped_file: "What is stamped",
    check_heading: "How to check",
    check: [
        "Keep a copy of this page or of the file elsewhere: a lawyer, a newspaper or a friend will do.",
        "The operator runs qingfeng audit verify, with your copy if you like (--published FILE): it finds every entry removed, changed, moved or cut off.",
        "The file’s signatures are Ed25519; the key is in the file, and its fingerprint is below. Fewer than 5 reports a day are shown as <5.",
    ],
    check_stamp: "A stamp is signed by an authority that is not the portal: it shows that the signed end was there by that time. Check both files of a day with its certificate: openssl ts -verify -data DAY.txt -in DAY.tst -token_in -CAfile CERTIFICATE.",
    file: "The same as a file, for machines",
    fingerprint: "Fingerprint of the key that signs:",
    to_verify: "Check a proof of filing",
};
