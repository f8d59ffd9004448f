//! A time limit: how long is left, in words, shape and colour, and the rule behind it.

use jiff::civil::Date;
use leptos::prelude::*;

use super::icons;
use crate::{
    View,
    locales::{dates, shared},
};

/// Days left, in the unit in which the rule counts them; negative when late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DaysLeft {
    /// Working days.
    Working(i32),
    /// Calendar days.
    Calendar(i32),
}

impl DaysLeft {
    const fn count(self) -> i32 {
        match self {
            Self::Working(days) | Self::Calendar(days) => days,
        }
    }
}

/// Days from which a limit counts as soon.
const SOON: i32 = 3;

/// The limit in one line: a face, the words, the colour.
pub(crate) fn clock(view: &View, due: Date, left: DaysLeft) -> AnyView {
    let (class, hand) = match left.count() {
        late if late < 0 => ("clock clock-late", "M10 10V16"),
        soon if soon <= SOON => ("clock clock-soon", "M10 10H15"),
        _ => ("clock", "M10 10V4"),
    };
    view! {
        <span class=class>
            {icons::clock_face(hand)}
            <time datetime=due.to_string()>{words(view, due, left)}</time>
        </span>
    }
    .into_any()
}

/// How the days were counted.
pub(crate) fn counting(view: &View, left: DaysLeft) -> &'static str {
    let texts = shared::texts(view.locale);
    match left {
        DaysLeft::Working(_) => texts.counted_working,
        DaysLeft::Calendar(_) => texts.counted_calendar,
    }
}

fn words(view: &View, due: Date, left: DaysLeft) -> String {
    let texts = shared::texts(view.locale);
    let date = dates::day(view.locale, due);
    match left {
        DaysLeft::Working(0) | DaysLeft::Calendar(0) => (texts.due_today)(&date),
        DaysLeft::Working(days) if days < 0 => (texts.late_by_working)(-days, &date),
        DaysLeft::Calendar(days) if days < 0 => (texts.late_by)(-days, &date),
        DaysLeft::Working(days) => (texts.working_days_left)(days, &date),
        DaysLeft::Calendar(days) => (texts.calendar_days_left)(days, &date),
    }
}
