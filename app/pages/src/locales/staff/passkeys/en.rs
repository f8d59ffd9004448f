//! English.

use super::Texts;

fn entry(word: &str) -> Option<&'static str> {
    match word {
        "member.passkey-add" => Some("Add a passkey"),
        "member.passkey-remove" => Some("Remove a passkey"),
        "member.passkey-use" => Some("Use a passkey"),
        "member.passkey-refuse" => Some("Refuse a passkey"),
        _ => None,
    }
}

pub(super) static TEXTS: Texts = Texts {
    title: "Passkeys",
    intro: "A passkey is kept by this computer, your phone or a security key, and answers at this portal’s address and nowhere else: a forged page gets nothing of it. It takes the place of the 6 digits, after the password. The password stays, since it opens your key.",
    untaken: "This portal takes no passkeys: its address is not set, or has no name. Whoever runs it sets QINGFENG_PUBLIC_ORIGIN.",
    none: "You have none yet.",
    count: |count| if count == 1 { "You have 1 passkey.".to_owned() } else { format!("You have {count} passkeys.") },
    manage: "See, add, remove",
    name: "Name",
    name_hint: "So that you know it in the list: office computer, phone, key ring",
    unnamed: "without a name",
    added: "Added",
    last_used: "Last used",
    never_used: "never",
    happens: "What will happen",
    add: "Add a passkey",
    add_happens: [
        "Your device asks for your fingerprint, your face or its PIN, and makes a key that the portal never sees; the portal keeps only what checks its answers.",
        "From the next sign-in on, the second step offers the passkey. The 6 digits go on working.",
        "Some devices copy passkeys to your account with their maker. Whoever gets into that account and knows your password can then sign in as you.",
        "That you added it stays in the audit log. You can remove the passkey at any time.",
    ],
    make: "Make the passkey",
    make_without: "Not possible in this browser: passkeys need JavaScript, HTTPS, and a browser that knows them. Add one from another browser or device.",
    make_failed: "It did not work. Try again, or use another browser or device.",
    make_refused: "What the browser sent will not do: it came too late, or the passkey is known already. Make it again.",
    known: "This device already holds a passkey of yours for this portal.",
    remove: "Remove",
    remove_label: |name| format!("Remove the passkey {name}"),
    remove_title: "Remove a passkey",
    remove_happens: [
        "From now on it signs nobody in, on whatever device it was copied to. This cannot be undone; you can add a new one.",
        "The 6 digits and your other passkeys go on working.",
        "Your device goes on showing it until you delete it there as well.",
        "If the device was lost or stolen: also end the sessions that you do not know, and change your password, on the page “My account”.",
    ],
    done_added: "The passkey was added. It is offered at your next sign-in.",
    done_removed: "The passkey was removed.",
    second_title: "Passkey or code",
    give: "Use a passkey",
    or_code: "Or the code:",
    give_without: "Passkeys need JavaScript, HTTPS, and a browser that knows them. Use the code here.",
    give_failed: "It did not work. Try again, or use the code.",
    give_refused: "The passkey was not accepted. Try again, or use the code.",
    cancelled: "Nothing happened: it was cancelled, or took too long. Try again.",
    entry,
};
