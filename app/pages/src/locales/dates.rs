//! Days as each language writes them.

use jiff::civil::Date;

use crate::Locale;

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// A day with its year.
pub(crate) fn day(locale: Locale, date: Date) -> String {
    let (year, month, day) = (date.year(), date.month(), date.day());
    match locale {
        Locale::ZhHans | Locale::ZhHant => format!("{year} 年 {month} 月 {day} 日"),
        Locale::En => format!("{day} {} {year}", month_name(month)),
    }
}

fn month_name(month: i8) -> &'static str {
    usize::try_from(month - 1).ok().and_then(|place| MONTHS.get(place)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_reads_as_its_language_writes_it() {
        let date = jiff::civil::date(2026, 12, 3);
        assert_eq!(day(Locale::ZhHans, date), "2026 年 12 月 3 日");
        assert_eq!(day(Locale::En, date), "3 December 2026");
    }
}
