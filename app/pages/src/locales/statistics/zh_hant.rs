//! Traditional Chinese.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    title: "統計",
    lead: |date| format!("截至 {date} 的全部反映。"),
    rule: "少於 5 件的只顯示「<5」。如果由此能倒算出某一格，會再隱去一格，以免讓人被認出來。",
    by_kind: "按類型",
    by_group: "按問題類別",
    by_status: "按進度",
    count: "件數",
    share: "圖示",
    few: "<5",
    withheld: "不公布",
};
