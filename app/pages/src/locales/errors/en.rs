//! English.

use super::{Texts, Words};

fn wait(seconds: u64) -> String {
    match seconds {
        0 | 1 => "Please try again in a second.".to_owned(),
        2..60 => format!("Please try again in {seconds} seconds."),
        60 => "Please try again in a minute.".to_owned(),
        _ => format!("Please try again in {} minutes.", seconds.div_ceil(60)),
    }
}

pub(super) static TEXTS: Texts = Texts {
    not_found: Words { title: "No such page", lead: "The address may be mistyped, or you may not be allowed to see it." },
    method: Words {
        title: "This page cannot be used like that",
        lead: "It does not take this kind of request. Please start again from the home page.",
    },
    conflict: Words {
        title: "Things have changed",
        lead: "The case changed before you acted. Please open it again to see where it stands.",
    },
    key_destroyed: Words {
        title: "This can no longer be opened",
        lead: "Sorry: the key that protected this case has been destroyed. Nobody can open it any more, and trying again does not help. \
               Please get in touch with the unit in charge; you may need to file again.",
    },
    too_large: Words { title: "Too large", lead: "What you sent is over the limit. Please shorten it; you can add more later." },
    unreadable: Words {
        title: "This could not be read",
        lead: "What was sent is not in the right form and was not saved. Please go back, check it and send it again.",
    },
    signed_out: Words {
        title: "Your session has ended",
        lead: "Nothing was done. Please sign in in a new tab, then come back to this page and send it again.",
    },
    stale: Words {
        title: "Please confirm once more",
        lead: "The page was opened in an earlier session, so nothing was done. Check it and send it again.",
    },
    refused: Words {
        title: "Sent from elsewhere",
        lead: "For safety, only forms on this site are accepted. Please start again from the home page.",
    },
    forbidden: Words {
        title: "You may not do this",
        lead: "It is not part of your present roles, or you lack the key for it. Please ask an administrator of your unit to change that, or a colleague who holds the key to grant it.",
    },
    too_many: Words {
        title: "Too many requests",
        lead: "To prevent abuse, the number in a short time is limited. Everyone on your network shares one limit, so it may not be your doing.",
    },
    internal: Words { title: "Something went wrong here", lead: "It is not your fault. Nothing was saved; please try again later." },
    unavailable: Words {
        title: "Cannot save at the moment",
        lead: "Storage is away for now. Your text is not lost, and nothing was saved by half.",
    },
    files_away: Words {
        title: "The file was not added",
        lead: "No file can be stored now, and the one that you chose was not kept; those added before are still there. Later, press “Send it again” to come back to your case, and choose the file again.",
    },
    try_again_in: wait,
    incident: |number| format!("This number helps the operator to find the cause: {number}"),
    kept: "What you wrote is below and has not been sent. You can send it again as it is, or copy it first.",
    kept_label: "What you wrote",
    send_again: "Send it again",
    sign_in: "Sign in in a new tab",
    home: "Home page",
};
