//! Public figures from which nobody can be found.

use jiff::civil::Date;
use leptos::prelude::*;
use model::{CaseStatus, ReportKind};

use crate::{
    Html, View,
    layout::{self, Head},
    locales::{dates, statistics, words},
};

/// Smallest figure that is shown.
const LEAST: u64 = 5;

/// How many reports there are, as counted. The page itself suppresses small figures, so that no caller can forget to.
pub struct StatisticsPage {
    /// The day up to which was counted.
    pub as_of: Date,
    /// By kind.
    pub kinds: Vec<(ReportKind, u64)>,
    /// By group of categories, such as `livelihood`.
    pub groups: Vec<(String, u64)>,
    /// By status.
    pub statuses: Vec<(CaseStatus, u64)>,
}

/// A figure as it may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Figure {
    Shown(u64),
    Few,
    /// Large enough, but with it the one small figure of its table could be worked out from another table's sum.
    Withheld,
}

/// The figures as they may be shown: small ones never; and if exactly one is small, the next larger one is withheld too.
fn suppressed(counts: &[u64]) -> Vec<Figure> {
    let mut figures: Vec<Figure> = counts.iter().map(|&count| if count < LEAST { Figure::Few } else { Figure::Shown(count) }).collect();
    let few = figures.iter().filter(|figure| **figure == Figure::Few).count();
    let next = counts.iter().enumerate().filter(|(_, count)| **count >= LEAST).min_by_key(|(_, count)| **count);
    if let (1, Some((place, _))) = (few, next) {
        figures[place] = Figure::Withheld;
    }
    figures
}

/// The page.
pub fn statistics_page(view: &View, page: &StatisticsPage) -> Html {
    let texts = statistics::texts(view.locale);
    let names = words::texts(view.locale);
    layout::public_page(view, Head::new(texts.title), || {
        let kinds = page.kinds.iter().map(|(kind, count)| ((names.kind)(*kind), *count));
        let groups = page.groups.iter().map(|(group, count)| ((names.group)(group), *count));
        let statuses = page.statuses.iter().map(|(status, count)| ((names.status)(*status), *count));
        view! {
            <h1>{texts.title}</h1>
            <p class="lead">{(texts.lead)(&dates::day(view.locale, page.as_of))}</p>
            <p class="small">{texts.rule}</p>
            {table(texts, texts.by_kind, kinds.collect())}
            {table(texts, texts.by_group, groups.collect())}
            {table(texts, texts.by_status, statuses.collect())}
        }
        .into_any()
    })
}

fn table(texts: &'static statistics::Texts, caption: &'static str, rows: Vec<(&'static str, u64)>) -> AnyView {
    let counts: Vec<u64> = rows.iter().map(|(_, count)| *count).collect();
    let figures = suppressed(&counts);
    let most = figures.iter().filter_map(|figure| if let Figure::Shown(count) = figure { Some(*count) } else { None }).max().unwrap_or(1);
    let rows = rows.into_iter().zip(figures).map(|((name, _), figure)| {
        view! { <tr><th scope="row">{name}</th><td class="figure">{words_of(texts, figure)}</td><td class="bar">{bar(figure, most)}</td></tr> }
    });
    view! {
        <table class="figures">
            <caption>{caption}</caption>
            <thead>
                <tr>
                    <td></td>
                    <th scope="col">{texts.count}</th>
                    <th scope="col"><span class="visually-hidden">{texts.share}</span></th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

fn words_of(texts: &'static statistics::Texts, figure: Figure) -> String {
    match figure {
        Figure::Shown(count) => count.to_string(),
        Figure::Few => texts.few.to_owned(),
        Figure::Withheld => texts.withheld.to_owned(),
    }
}

/// A bar as long as its figure, of at most 100; decoration beside the figure.
fn bar(figure: Figure, most: u64) -> Option<AnyView> {
    let Figure::Shown(count) = figure else { return None };
    let width = (count * 100).div_ceil(most.max(1));
    let bar = view! {
        <svg viewBox="0 0 100 8" width="100" height="8" preserveAspectRatio="none" aria-hidden="true"><rect width=width.to_string() height="8" /></svg>
    };
    Some(bar.into_any())
}

#[cfg(test)]
mod tests {
    use super::{Figure::*, suppressed};

    #[test]
    fn small_figures_are_never_shown() {
        assert_eq!(suppressed(&[0, 4, 5]), [Few, Few, Shown(5)]);
    }

    #[test]
    fn a_single_small_figure_takes_the_next_larger_one_with_it() {
        assert_eq!(suppressed(&[3, 9, 7]), [Few, Shown(9), Withheld]);
        assert_eq!(suppressed(&[9, 7]), [Shown(9), Shown(7)]);
    }
}
