//! English.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    heading: "Threatened or punished for it?",
    text: "If you, your family or a witness are threatened, punished or pressed because of a report, the level above the unit that has it is to hear of it at once. You get a receipt code of its own for that.",
    button: "I am being retaliated against",
    form_heading: "Retaliation",
    rules: "This asks for protection (Rules on Handling Disclosures and Accusations, art. 49). It goes to the level above the unit that has the case; that unit does not learn of it. You are told within a few working days what is done at once. If you are in danger now, call the police: 110.",
    number: "Number of the case",
    number_hint: "From the receipt. If you do not have it, leave it empty and choose below what the report was about and where.",
    about: "About case",
    route_above: "It goes to the level above the unit that has the case; that unit does not learn of it.",
};
