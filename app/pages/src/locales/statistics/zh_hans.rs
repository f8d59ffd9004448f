//! Simplified Chinese.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    title: "统计",
    lead: |date| format!("截至 {date} 的全部反映。"),
    rule: "少于 5 件的只显示“<5”。如果由此能倒算出某一格，会再隐去一格，以免让人被认出来。",
    by_kind: "按类型",
    by_group: "按问题类别",
    by_status: "按进度",
    count: "件数",
    share: "图示",
    few: "<5",
    withheld: "不公布",
};
