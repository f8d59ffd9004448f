//! English.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    title: "Qingfeng · Reports and petitions",
    address: "Address",
    address_square: "Square code of the address",
    fingerprint: "Fingerprint of this portal’s key",
    fingerprint_square: "Square code of the fingerprint",
    advice: [
        "Type the address, or scan the code above. Read your browser’s address bar: only the very same address is this portal.",
        "Open “How you are protected” and compare the fingerprint there with this one, group by group. If they differ, write nothing there and speak to the unit in person.",
        "Use your own device and network. If in doubt, compare with a second copy of this page from another place.",
    ],
};
