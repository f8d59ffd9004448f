//! English.

use super::Texts;

fn days(count: i32) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

fn working_days(count: i32) -> String {
    if count == 1 { "1 working day".to_owned() } else { format!("{count} working days") }
}

pub(super) static TEXTS: Texts = Texts {
    brand: "Qingfeng",
    brand_line: "Reports and petitions",
    skip: "Skip to the text",
    quick_exit: "Leave now",
    quick_exit_hint: "Leaves this site for a weather page. Pressing Esc three times does the same.",
    nav_label: "Main pages",
    nav_report: "Report",
    nav_status: "Follow a case",
    nav_protection: "Your protection",
    nav_channels: "Other ways",
    nav_statistics: "Figures",
    nav_verify: "Check a proof",
    nav_transparency: "Published each day",
    view_label: "Language and text size",
    elder_on: "Large text",
    elder_off: "Standard text",
    footer_note: "This site counts no visits, runs no third-party scripts and sets no cookie for visitors.",
    staff_entrance: "Staff entrance",
    error_prefix: "Error: ",
    error_title: |count| if count == 1 { "1 thing to correct".to_owned() } else { format!("{count} things to correct") },
    summary_title: |count| if count == 1 { "Please correct 1 thing".to_owned() } else { format!("Please correct {count} things") },
    choose: "Choose",
    readers_caption: "Who can read it",
    readers_you: "You",
    readers_unit: "The unit",
    readers_custodian: "Custodian",
    readers_others: "Others",
    readers_report: "Your report",
    readers_identity: "Who you are",
    readers_can: "Yes",
    readers_cannot: "No",
    readers_on_release: "If released",
    readers_identity_none: "No identity given",
    readers_others_note: "“Others” are other units, the people you report, whoever runs the server, and whoever steals its database or disks.",
    readers_unit_is: |unit| format!("The unit: {unit}"),
    readers_custodian_is: |unit| format!("Your identity is kept by the identity custodian of {unit}."),
    readers_custodian_none: "No unit has an identity custodian yet, so only you can open your identity, with your receipt code.",
    sealed_by_server: "What you wrote reached the server over an encrypted connection. The server sealed it in memory and wiped it; no readable copy was kept.",
    sealed_by_browser: "What you filed was sealed in your browser; the server saw neither a readable word of it nor your receipt code.",
    working_days_left: |count, date| format!("{} left, until {date}", working_days(count)),
    calendar_days_left: |count, date| format!("{} left, until {date}", days(count)),
    due_today: |date| format!("Due today ({date})"),
    late_by: |count, date| format!("{} late; it was due on {date}", days(count)),
    late_by_working: |count, date| format!("{} late; it was due on {date}", working_days(count)),
    how_counted: "The rule, and how this is counted",
    counted_working: "Counted in working days: no weekends or public holidays; make-up working days count.",
    counted_calendar: "Counted in calendar days, weekends and holidays included.",
};
