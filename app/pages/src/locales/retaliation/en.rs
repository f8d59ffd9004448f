//! English.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    heading: "Threatened or punished for it?",
    text: "If you, your family or a witness are threatened, punished or pressed because of a report, you can ask for protection at any time: the level above the unit that has it hears of it. Where no level above takes reports you are told before you send. You get a receipt code of its own for that.",
    button: "I am being retaliated against",
    form_heading: "Retaliation",
    rules: "This asks for protection (Rules on Handling Disclosures and Accusations, art. 49). It goes to the level above the unit that has the case, and that unit does not learn of it; where no level above takes reports that unit has it itself, and the next page says so. You are told within a few working days what is done at once. If you are in danger now, call the police: 110.",
    number: "Number of the case",
    number_hint: "From the receipt. If you do not have it, leave it empty and choose below what the report was about and where.",
    about: "About case",
    route_above: "It goes to the level above the unit that has the case; that unit does not learn of it.",
    route_no_level: "No level above the unit that has the case takes reports, so that unit has this one itself.",
    route_of_case: "It goes to the level above the unit that has the case, and that unit does not learn of it; where no level above takes reports, that unit has it itself.",
    topmost: "No level above this unit takes reports. If it is the one that has the case, it sees this as well. You can name who must not learn of it, or go another way.",
};
