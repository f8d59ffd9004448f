//! Simplified Chinese.

use model::RiskLevel;

use super::Texts;

fn level(level: RiskLevel) -> &'static str {
    match level {
        RiskLevel::Low => "低",
        RiskLevel::Medium => "中：可以预见",
        RiskLevel::High => "高：很可能发生",
        RiskLevel::Acute => "紧急：已经发生",
    }
}

pub(super) static TEXTS: Texts = Texts {
    level,
    title: "打击报复风险",
    none: "尚未评估。受理前和每次联系后都要评估。",
    old: |day| format!("上次联系后还没有评估（上次联系：{day}）。"),
    reasons: "理由",
    reasons_hint: "谁可能知道是谁反映的、能做什么、有什么迹象。密封，反映人看不到。",
    measures: "措施",
    measures_hint: "做什么、谁来做。",
    next: "下次评估不晚于",
    new: "风险：尚未评估",
    due: "风险：{n} 前再评估",
};
