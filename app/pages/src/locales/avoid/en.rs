//! English.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    summary: "Who must not learn of this? (optional)",
    note: "Name people and units that must not see your report, such as someone you report who works in petitions. It goes to the nearest unit above that is free of them. The next page shows to which one.",
    people: "People",
    people_hint: "Full names are enough, one a line or with commas between, at most 10. They are sealed with your report. The portal compares a mark of each with those of its staff and keeps none; but whoever runs it and thinks of a name can check that name.",
    unit: "A unit",
    unit_hint: "One at a time; the next page lets you add more.",
    names: "Must not learn of it: people",
    units: "Must not learn of it: units",
    nobody: "Nobody",
    route_around: "It goes to the nearest unit above that is free of those who must not learn of it.",
    route_unfree: "No unit above is free of those who must not learn of it, so it stays here.",
    by_rule: "Somebody you named works in this unit. The person will see nothing of your report, but only a rule of the portal keeps it so: the unit’s key, which its members hold, would open it.",
    not_this_unit: "This unit must not learn of it",
    drop: |unit| format!("Take {unit} off the list"),
};
