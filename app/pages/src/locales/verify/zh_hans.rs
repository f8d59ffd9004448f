//! Simplified Chinese.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    title: "核验提交凭证",
    lead: "别人向您出示提交凭证时，可以在这里核验。核验看不到反映的内容，也用不着回执码——请不要在这里填写回执码。",
    number: "受理编号",
    proof: "提交凭证",
    proof_hint: "64 个字符，由 0 到 9 和 a 到 f 组成；有没有空格都可以。",
    check: "核验",
    check_this: "核验这份凭证",
    valid: "凭证有效。",
    invalid: "凭证无效。",
    invalid_note: "没有哪件反映同时对得上这个编号和这份凭证。请与回执逐字核对。本功能启用以前提交的反映无法在此核验。",
    filed_at: "提交时间",
    hour: |day, hour| format!("{day} {hour} 时至 {} 时之间", hour + 1),
    stamp: "日志记载",
    stamped: |day, entry| format!("已与 {day} 的全部提交一并记入审计日志第 {entry} 条"),
    not_stamped_yet: "本站已签名；当天结束后记入审计日志",
    never_stamped: "本站已签名，签名照样有效。提交时本站的时钟走快过，这一天已提前结束，所以不再记入审计日志",
    certificate: "保存核验证明",
    certificate_note: "不用本站也能核验这个文件：qingfeng verify 文件名 --fingerprint … 文件里只有编号、时间和凭证，没有反映的内容。",
    proves_heading: "凭证有效，说明什么",
    proves: [
        "有一件反映在这个小时以这个编号提交到本站。",
        "持有回执码的人可以据此证明当时写的就是现在这些：改动一个字，凭证就完全不同。",
        "记入日志以后，连管理本站的人也无法悄悄改动时间：当天的摘要已经签名公布。",
    ],
    proves_not_heading: "不能说明什么",
    proves_not: [
        "反映的事情是否属实，案件如何了结。",
        "由谁提交：出示凭证的人不一定是反映人。",
        "写了什么：单凭凭证看不出任何内容，猜中了原文也无从印证。",
    ],
    to_transparency: "本站每天公布的内容",
};
