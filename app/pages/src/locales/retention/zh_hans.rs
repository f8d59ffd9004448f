//! Simplified Chinese.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    ask_heading: "请求提前销毁",
    ask_summary: "不等保存期满，请求现在就销毁这件反映",
    ask_lead: "由单位负责人决定；不同意的，会告诉您理由。销毁后谁也恢复不了，您自己也不能。请先想清楚要放弃什么：",
    ask_costs: [
        "证据：内容、对话和附件都不再能打开，以后不能拿它们作证。",
        "复查复核：没有了原件，请求复查、复核或申诉会更难，也可能不被受理。",
        "保护：如果有人因此报复您，这里不再有您反映过什么的内容，只有提交证明还能证明您在什么时候交过。",
        "追究：有关的人可能因此不再被追究。",
    ],
    ask: "请求销毁",
    asked: "您已经请求提前销毁，等单位决定。",
    done_asked: "已记下您的请求，由单位负责人决定。",
    destroyed_title: "这件反映已经销毁",
    destroyed_lead: "您的回执码是对的，但内容已经不在了：打开它的每一把钥匙都已销毁，留下的只有下面这份证明。",
    destroyed_public_lead: "这个受理编号的反映已经销毁，留下的只有这份证明。",
    destroyed_gone: [
        "销毁的是：反映、身份、对话、备注和它们的全部钥匙，包括给单位、保管员和您的每一份。",
        "留下的是：受理编号、类型、类别、地区、办理单位、状态、日期、认定结果和评价，用于统计；钥匙和密文各有多少；按哪条规则销毁，如由工作人员决定，是哪一位；哪些工作人员不得知情；\
         还有两个读不出任何内容的校验值：一个让您的回执码能打开本页，一个属于提交证明。审计日志也还在。",
        "此前做的备份里还有密文，但备份没有钥匙；备份所需的保管密钥按期更换并销毁，之后备份也打不开它。",
    ],
    certificate: "销毁证明",
    number: "受理编号",
    unit: "办理单位",
    found: "认定结果",
    stood: "销毁时的状态",
    settled: "了结日期",
    destroyed_at: "销毁时间",
    rule: "依据",
    rule_term: |months| format!("了结后保存 {months} 个月，期满"),
    rule_asked: "反映人请求提前销毁",
    decided_by: "决定者",
    by_portal: "平台，按本站公布的保存期",
    by_unit: "办理单位负责人",
    what: "销毁了",
    counted: |data_keys, texts| format!("{data_keys} 份钥匙，{texts} 份密文"),
    entry: "审计日志条目",
    file: "证明文件",
    file_note: "存为文件，即可用 qingfeng verify 文件 --fingerprint 指纹 核对，不需要本平台。",
};
