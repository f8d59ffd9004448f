//! English.

use super::{Part, Secret, Texts};

pub(super) static TEXTS: Texts = Texts {
    title: "How you are protected",
    lead: "This page says who can open what you send, who cannot, and what we cannot protect you from.",
    table_caption: "Who can open what",
    what: "What",
    who: "Who can open it",
    who_not: "Who cannot",
    secrets: [
        Secret {
            what: "Your report, its files and the messages",
            who: "Staff of the unit that receives it, while signed in; you, with the receipt code",
            who_not: "Other units; those who run the server; a thief of the database, disk, backup or server key file",
        },
        Secret {
            what: "Who you are (if you give your name)",
            who: "The identity custodians of the unit, or of the nearest one above that has any, and only when somebody who handles the case asks; that one person, for a time, the part that was asked for; you",
            who_not: "All of the above, and everyone else in the unit",
        },
        Secret {
            what: "The receipt code",
            who: "Only you",
            who_not: "Everyone else. The server keeps nothing from which it could be found",
        },
        Secret { what: "A staff member’s private key", who: "That member, with the password", who_not: "Everyone else" },
    ],
    parts: [
        Part {
            heading: "How this is done",
            points: &[
                "Each report is encrypted with a random key of its own, and that key is sealed to the unit and to you. The method also withstands the quantum computers of the future.",
                "Wherever your browser can run this portal’s program, sealing and opening are done in your browser: the server gets ciphertext alone, and not the receipt code. Where it cannot (with scripts off, for one), the server seals and opens in memory and wipes at once; nothing is written to a disk or a log. The receipt and the status page say which of the two it was.",
                "Your identity has a key of its own, sealed to the custodians. Where there is none, it is sealed to you alone. What custodians release is sealed anew to one person, under a key that is destroyed when the time is over.",
                "When a case passes to another unit it gets a new key; the first unit cannot read what follows.",
                "Each message is signed, so nobody who changes the database can put words into your mouth or the unit’s.",
                "The time of filing is kept to the hour. Network addresses are used in memory to limit abuse and are not written down.",
            ],
        },
        Part {
            heading: "Who looked is on record",
            points: &[
                "Everything that staff open or do goes into a chained log in which deletions and changes show.",
                "Who was given which part of your identity, by whom, for what purpose, and at which hour they looked, is on your status page. You can object there; the unit above answers.",
                "Leaking a report or a reporter’s identity, and retaliation, are punishable under the Supervision Law.",
            ],
        },
        Part {
            heading: "What we cannot protect you from",
            points: &[
                "Spyware on your phone or computer, or someone looking over your shoulder.",
                "Your network can see that you opened this site, though not what you wrote. To hide that as well, use Tor Browser.",
                "Details in your text that only you can know.",
                "The program that your browser runs comes from this portal’s server too. Whoever controls the server can hand you alone a program that has been tampered with; and with scripts off they see text and receipt code at the moment you file or follow a case. If you have to fear that, compare the fingerprint, use Tor Browser, or speak to the unit in person.",
                "With scripts off, “Leave now” is an ordinary link: your browser’s history stays, so clear it yourself.",
            ],
        },
        Part {
            heading: "What you can do",
            points: &[
                "Use your own device and network, not your employer’s; a private window is best.",
                "Write the receipt code on paper and keep it apart from everyday things; do not leave a screenshot where others look.",
                "Close the page when you have finished.",
                "Keep a draft on a device of your own only; without its phrase it cannot be opened again.",
            ],
        },
    ],
    key_heading: "This portal’s key",
    key_purpose: "Everything that this portal states in public is signed with a key of its own; if the fingerprint below is the same, group by group, as on the unit’s posters and printed matter, you are dealing with the genuine portal. Your browser seals only to keys of units that it has signed.",
};
