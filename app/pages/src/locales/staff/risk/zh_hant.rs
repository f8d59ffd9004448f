//! Traditional Chinese.

use model::RiskLevel;

use super::Texts;

fn level(level: RiskLevel) -> &'static str {
    match level {
        RiskLevel::Low => "低",
        RiskLevel::Medium => "中：可以預見",
        RiskLevel::High => "高：很可能發生",
        RiskLevel::Acute => "緊急：已經發生",
    }
}

pub(super) static TEXTS: Texts = Texts {
    level,
    title: "打擊報復風險",
    none: "尚未評估。受理前和每次聯絡後都要評估。",
    old: |day| format!("上次聯絡後還沒有評估（上次聯絡：{day}）。"),
    reasons: "理由",
    reasons_hint: "誰可能知道是誰反映的、能做什麼、有什麼跡象。密封，反映人看不到。",
    measures: "措施",
    measures_hint: "做什麼、誰來做。",
    next: "下次評估不晚於",
    new: "風險：尚未評估",
    due: "風險：{n} 前再評估",
};
