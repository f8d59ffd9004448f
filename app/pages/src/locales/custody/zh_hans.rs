//! Simplified Chinese.

use model::{AccessPurpose, IdentityPart};

use super::Texts;

fn purpose(purpose: AccessPurpose) -> &'static str {
    match purpose {
        AccessPurpose::Verify => "核实举报人身份",
        AccessPurpose::Contact => "电话或书信联系本人",
        AccessPurpose::Interview => "当面听取本人意见",
        AccessPurpose::Serve => "送达书面告知或答复",
        AccessPurpose::Protect => "保护反映人",
        AccessPurpose::Other => "其他",
    }
}

fn part(part: IdentityPart) -> &'static str {
    match part {
        IdentityPart::Name => "姓名或单位名称",
        IdentityPart::IdNumber => "身份证号码",
        IdentityPart::Phone => "电话",
        IdentityPart::Address => "地址",
    }
}

pub(super) static TEXTS: Texts = Texts {
    purpose,
    part,
    comma: "、",
    hour: |day, hour| format!("{day} {hour} 时"),
    asked_by: |unit, role| format!("{unit}，{role}"),
    purpose_label: "用途",
    scope_label: "申请看的内容",
    words_label: "说明",
    granted_label: "批准",
    granted: |unit, at| format!("{unit}身份保管员，{at}"),
    until_label: "有效期",
    until: |at| format!("到 {at} 自动结束"),
    over: |at| format!("已于 {at} 结束"),
    opened_label: "查看时间",
    opened_none: "还没有查看",
    handed: |unit| format!("您的身份改由{unit}的身份保管员保管"),
    forged: "签名核对不上：这里的内容被人改动或调换过。",
    object: "提出异议",
    object_note: |unit| format!("异议和上面这些内容由{unit}负责人看到，案件的其他内容他们看不到。答复会显示在这里。"),
    object_words: "您为什么不同意",
    object_send: "密封并提出异议",
    objection_label: "您的异议",
    objection_waits: |unit| format!("{unit}还没有答复。"),
    ruling_label: |unit| format!("{unit}的答复"),
    done_objected: "异议已密封并送到上级单位，答复会显示在本页。",
};
