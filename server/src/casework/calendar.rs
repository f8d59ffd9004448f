//! Working days: the week, the public holidays and the days worked in their stead (调休).

use std::collections::HashMap;

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Weekday},
    tz::Offset,
};

/// From the npm package `chinese-days` 1.5.7 (MIT), which follows the yearly notices of the State Council.
const PUBLISHED: &str = include_str!("../../data/working-days.csv");

/// The calendar by which working days are counted.
#[derive(Debug, Clone, Default)]
pub struct Calendar {
    /// Days that differ from the plain week: whether they are worked.
    exceptions: HashMap<Date, bool>,
}

/// A line of a calendar file that is none; the first line is 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("line {0} is not `date,rest` or `date,work`")]
pub struct BadLine(pub usize);

impl Calendar {
    /// The years that this version was published with.
    pub fn published() -> Self {
        // A test reads every line of the file.
        Self::parse(PUBLISHED).unwrap_or_default()
    }

    /// Reads lines of `date,rest|work[,name]` after a heading.
    ///
    /// # Errors
    /// The first line that is none.
    pub fn parse(table: &str) -> Result<Self, BadLine> {
        let mut calendar = Self::default();
        for (place, line) in table.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty()) {
            let (date, worked) = read_line(line).ok_or(BadLine(place + 1))?;
            calendar.set(date, worked);
        }
        Ok(calendar)
    }

    /// Adds a day that differs from the plain week, as an operator imports a new year.
    pub fn set(&mut self, date: Date, worked: bool) {
        self.exceptions.insert(date, worked);
    }

    /// Whether this is a working day.
    pub fn is_working(&self, date: Date) -> bool {
        let weekday = !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
        self.exceptions.get(&date).copied().unwrap_or(weekday)
    }

    /// Whether the holidays of this day's year are known; if not, only weekends are left out and the date is provisional.
    pub fn knows(&self, date: Date) -> bool {
        self.exceptions.keys().any(|known| known.year() == date.year())
    }

    /// This day, or the next working day if it is none (民法典 203: a period that ends on a holiday ends on the day after the holidays).
    pub fn working_from(&self, date: Date) -> Date {
        let mut day = date;
        while !self.is_working(day) {
            day = next(day);
        }
        day
    }

    /// The `count`th working day after this day, which itself does not count.
    pub fn add_working(&self, from: Date, count: u32) -> Date {
        let mut day = from;
        for _ in 0..count {
            day = self.working_from(next(day));
        }
        day
    }

    /// Working days from tomorrow to the due day; negative for those since the due day when it is past.
    pub fn working_between(&self, today: Date, due: Date) -> i32 {
        let (first, last, sign) = if due >= today { (today, due, 1) } else { (due, today, -1) };
        let mut days = 0;
        let mut day = first;
        while day < last {
            day = next(day);
            days += i32::from(self.is_working(day));
        }
        days * sign
    }
}

fn next(day: Date) -> Date {
    day.saturating_add(1.day())
}

fn read_line(line: &str) -> Option<(Date, bool)> {
    let mut cells = line.trim().split(',');
    let date = cells.next()?.parse().ok()?;
    match cells.next()? {
        "rest" => Some((date, false)),
        "work" => Some((date, true)),
        _ => None,
    }
}

/// Where days are counted: China's time, the same all year and everywhere.
pub const CHINA: Offset = Offset::constant(8);

/// The day on which a moment falls.
pub fn day_of(moment: Timestamp) -> Date {
    CHINA.to_datetime(moment).date()
}

/// The day on which stored UTC milliseconds fall.
pub fn day_of_ms(moment: i64) -> Date {
    day_of(Timestamp::from_millisecond(moment).unwrap_or(Timestamp::UNIX_EPOCH))
}

/// The last millisecond of a day, as it is stored.
pub fn end_of(day: Date) -> i64 {
    let midnight = CHINA.to_timestamp(next(day).at(0, 0, 0, 0));
    midnight.map_or(i64::MAX, |midnight| midnight.as_millisecond() - 1)
}

/// The first millisecond after the day on which these stored UTC milliseconds fall: what is due on that day is due before it.
pub fn after_day_of(moment: i64) -> i64 {
    end_of(day_of_ms(moment)).saturating_add(1)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_published_line_reads() {
        assert_eq!(Calendar::parse(PUBLISHED).unwrap().exceptions.len(), PUBLISHED.lines().count() - 1);
    }

    #[test]
    fn a_holiday_week_and_the_days_worked_for_it_are_counted() {
        let calendar = Calendar::published();
        assert!(calendar.is_working(date(2026, 9, 20)), "a Sunday worked in lieu");
        assert!(!calendar.is_working(date(2026, 10, 7)));
        assert_eq!(calendar.add_working(date(2026, 9, 30), 1), date(2026, 10, 8));
        assert_eq!(calendar.add_working(date(2026, 9, 30), 3), date(2026, 10, 10), "the Saturday is worked");
    }

    #[test]
    fn an_unpublished_year_knows_weekends_only() {
        let calendar = Calendar::published();
        assert!(!calendar.knows(date(2031, 10, 1)));
        assert!(calendar.is_working(date(2031, 10, 1)));
        assert!(!calendar.is_working(date(2031, 10, 4)));
    }

    #[test]
    fn days_left_are_positive_before_and_negative_after() {
        let calendar = Calendar::published();
        assert_eq!(calendar.working_between(date(2026, 11, 24), date(2026, 11, 30)), 4);
        assert_eq!(calendar.working_between(date(2026, 11, 24), date(2026, 11, 24)), 0);
        assert_eq!(calendar.working_between(date(2026, 11, 24), date(2026, 11, 20)), -2);
    }

    #[test]
    fn a_day_ends_at_midnight_in_china() {
        let end = Timestamp::from_millisecond(end_of(date(2026, 11, 24))).unwrap();
        assert_eq!(end.to_string(), "2026-11-24T15:59:59.999Z");
        assert_eq!(day_of(end), date(2026, 11, 24));
        assert_eq!(after_day_of(end.as_millisecond()), end.as_millisecond() + 1);
        assert_eq!(day_of_ms(after_day_of(end.as_millisecond())), date(2026, 11, 25));
    }

    #[test]
    fn a_bad_line_is_named() {
        assert_eq!(Calendar::parse("date,day\n2026-01-01,rest\n2026-01-02,holiday").unwrap_err(), BadLine(3));
    }
}
