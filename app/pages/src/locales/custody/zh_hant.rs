//! Traditional Chinese.

use model::{AccessPurpose, IdentityPart};

use super::Texts;

fn purpose(purpose: AccessPurpose) -> &'static str {
    match purpose {
        AccessPurpose::Verify => "核實舉報人身分",
        AccessPurpose::Contact => "以電話或書信聯絡本人",
        AccessPurpose::Interview => "當面聽取本人意見",
        AccessPurpose::Serve => "送達書面通知或答覆",
        AccessPurpose::Protect => "保護反映人",
        AccessPurpose::Other => "其他",
    }
}

fn part(part: IdentityPart) -> &'static str {
    match part {
        IdentityPart::Name => "姓名或單位名稱",
        IdentityPart::IdNumber => "身分證號碼",
        IdentityPart::Phone => "電話",
        IdentityPart::Address => "地址",
    }
}

pub(super) static TEXTS: Texts = Texts {
    purpose,
    part,
    comma: "、",
    hour: |day, hour| format!("{day} {hour} 時"),
    asked_by: |unit, role| format!("{unit}，{role}"),
    purpose_label: "用途",
    scope_label: "申請查看的內容",
    words_label: "說明",
    granted_label: "批准",
    granted: |unit, at| format!("{unit}身分保管員，{at}"),
    until_label: "有效期限",
    until: |at| format!("到 {at} 自動結束"),
    over: |at| format!("已於 {at} 結束"),
    opened_label: "查看時間",
    opened_none: "尚未查看",
    handed: |unit| format!("您的身分改由{unit}的身分保管員保管"),
    forged: "簽名核對不符：這裡的內容曾被人更動或調換。",
    object: "提出異議",
    object_note: |unit| format!("異議和以上內容由{unit}負責人看到，案件的其他內容他們看不到。答覆會顯示在這裡。"),
    object_words: "您為什麼不同意",
    object_send: "密封並提出異議",
    objection_label: "您的異議",
    objection_waits: |unit| format!("{unit}尚未答覆。"),
    ruling_label: |unit| format!("{unit}的答覆"),
    done_objected: "異議已密封並送到上級單位，答覆會顯示在本頁。",
};
