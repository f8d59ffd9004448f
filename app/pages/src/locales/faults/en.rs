//! English.

use model::Field;

use super::Texts;

fn noun(field: Field) -> &'static str {
    match field {
        Field::Kind => "the kind of report",
        Field::Category => "what it is about",
        Field::Area => "where it happened",
        Field::Subject => "who or what you report",
        Field::Title => "the title",
        Field::Body => "what happened",
        Field::Identity => "anonymous or under your name",
        Field::Name => "your name",
        Field::IdNumber => "your identity number",
        Field::Phone => "your telephone number",
        Field::Address => "your postal address",
        Field::Captcha => "the characters in the picture",
        Field::Ticket => "the form",
        Field::Website => "the website",
        Field::Step => "the next step",
        Field::Receipt => "your receipt code",
        Field::Message => "your message",
        Field::Reason => "the reason",
        Field::Rating => "your rating",
        Field::Unit => "the unit",
        Field::Assignee => "the officer",
        Field::Finding => "the finding",
        Field::Login => "the sign-in name",
        Field::Password => "the password",
        Field::Code => "the six-digit code",
        Field::Roles => "at least one role",
        Field::Number => "the case number",
        Field::Proof => "the proof of filing",
    }
}

pub(super) static TEXTS: Texts = Texts {
    noun,
    fill_in: |noun| format!("Fill in {noun}"),
    choose: |noun| format!("Choose {noun}"),
    too_long: |noun, max, by| format!("Shorten {noun} by {by} characters; the limit is {max}"),
    too_short: |noun, min| format!("Make {noun} at least {min} characters long"),
    malformed: |noun| format!("Remove characters that cannot be stored from {noun}, such as control characters or garbled text"),
    unknown: |noun| format!("Choose {noun} from the list"),
    id_number: "Check the identity number against the card: it has 18 places, and the last may be an X",
    captcha_wrong: "Those were not the characters in the picture. Here is a new one; type what it shows",
    captcha_expired: "The picture has expired. Here is a new one; type what it shows",
    ticket: "This form was open too long and has expired. Everything you wrote is still here; please send it again",
    too_soon: "That was very fast. Please look it over and send it again in a few seconds",
    website: "Leave “website” empty and send it again",
    code_wrong: "That code is not right. Wait for the next one in your authenticator and try again",
    sign_in_wrong: "Sign-in name or password is wrong",
    wrong: |noun| format!("Check {noun} and fill it in again"),
    expired: |noun| format!("Fill in {noun} again: it has expired"),
    receipt_length: |typed| format!("A receipt code has 25 letters and digits and you typed {typed}. Check that none is missing or added"),
    receipt_character: |character| format!("No receipt code contains “{character}”. Check it against your copy"),
    receipt_check: "There is a slip somewhere in the code. Compare each group; 8 and B, 5 and S, 2 and Z look alike",
    receipt_unknown: "No case was found under this code. Make sure it is from this site",
    not_found: |noun| format!("We could not find {noun}"),
    weak: "This password is easy to guess. Use several unrelated words, or a longer one",
    taken: |noun| format!("Choose another for {noun}: this one is taken"),
};
