//! Traditional Chinese.

use model::{CaseAction, CaseStatus, IdentityMode, Role, UnitLevel, basis::Clock, state::Refused};

use super::Texts;

fn status(status: CaseStatus) -> &'static str {
    match status {
        CaseStatus::Submitted => "待受理",
        CaseStatus::NeedMore => "待補充",
        CaseStatus::Transferred => "轉來待接",
        CaseStatus::Returned => "已退回",
        CaseStatus::Accepted => "辦理中",
        CaseStatus::Declined => "不予受理",
        CaseStatus::Answered => "已答覆",
        CaseStatus::Closed => "已辦結",
        CaseStatus::Withdrawn => "已撤回",
    }
}

fn action(action: CaseAction) -> &'static str {
    match action {
        CaseAction::File => "提交",
        CaseAction::Accept => "受理",
        CaseAction::Decline => "不予受理",
        CaseAction::Ask => "要求補充",
        CaseAction::Supply => "補充",
        CaseAction::Transfer => "轉送",
        CaseAction::Return => "退回",
        CaseAction::Answer => "答覆",
        CaseAction::Extend => "延長辦理期限",
        CaseAction::Close => "辦結",
        CaseAction::Reopen => "重新辦理",
        CaseAction::Withdraw => "撤回",
        CaseAction::Rate => "評價",
        CaseAction::Assign => "分派",
        CaseAction::Recategorise => "改類別",
        CaseAction::Note => "寫備註",
        CaseAction::AskIdentity => "申請查看身份",
        CaseAction::AgreeIdentity => "批准（待另一人）",
        CaseAction::GrantIdentity => "批准",
        CaseAction::RefuseIdentity => "不批准",
        CaseAction::OpenIdentity => "查看身份",
        CaseAction::HandIdentity => "移交身份",
        CaseAction::Object => "提出異議",
        CaseAction::AnswerObjection => "答覆異議",
        CaseAction::Recuse => "迴避",
        CaseAction::Readmit => "解除迴避",
        CaseAction::PassUp => "報送上級",
        CaseAction::Assess => "評估風險",
        CaseAction::Hold => "保留",
        CaseAction::LiftHold => "解除保留",
        CaseAction::AskDeletion => "請求提前銷毀",
        CaseAction::RefuseDeletion => "不同意提前銷毀",
        CaseAction::Redact => "塗黑副本",
    }
}

fn done(action: CaseAction) -> &'static str {
    match action {
        CaseAction::File => "提交反映",
        CaseAction::Accept => "決定受理",
        CaseAction::Decline => "決定不予受理",
        CaseAction::Ask => "要求補充材料",
        CaseAction::Supply => "補充了材料",
        CaseAction::Transfer => "轉送",
        CaseAction::Return => "退回",
        CaseAction::Answer => "作出答覆",
        CaseAction::Extend => "延長了辦理期限",
        CaseAction::Close => "辦結",
        CaseAction::Reopen => "重新辦理",
        CaseAction::Withdraw => "撤回反映",
        CaseAction::Rate => "作出評價",
        CaseAction::Assign => "分派經辦人",
        CaseAction::Recategorise => "更改類別",
        CaseAction::Note => "寫了內部備註",
        CaseAction::AskIdentity => "申請了查看身份",
        CaseAction::AgreeIdentity => "批准了身份申請，待另一位保管員",
        CaseAction::GrantIdentity => "放行了部分身份內容",
        CaseAction::RefuseIdentity => "未批准身份申請",
        CaseAction::OpenIdentity => "查看了放行的身份內容",
        CaseAction::HandIdentity => "把身份移交給其他保管員",
        CaseAction::Object => "對放行身份提出了異議",
        CaseAction::AnswerObjection => "答覆了反映人的異議",
        CaseAction::Recuse => "決定迴避",
        CaseAction::Readmit => "解除了迴避",
        CaseAction::PassUp => "報送上級：本單位沒有可以辦理的人",
        CaseAction::Assess => "評估了打擊報復風險",
        CaseAction::Hold => "決定保留，暫不銷毀",
        CaseAction::LiftHold => "解除了保留",
        CaseAction::AskDeletion => "請求提前銷毀",
        CaseAction::RefuseDeletion => "未同意提前銷毀",
        CaseAction::Redact => "製作了塗黑副本",
    }
}

fn role_note(role: Role) -> &'static str {
    match role {
        Role::Officer => "辦理本單位的件",
        Role::Lead => "分派、督促，並可辦理",
        Role::Custodian => "保管實名身份，決定給誰看",
        Role::Administrator => "管成員、單位、類別和分送規則，看不到任何件",
        Role::Auditor => "看審計日誌，看不到任何件",
    }
}

fn level(level: UnitLevel) -> &'static str {
    match level {
        UnitLevel::City => "市",
        UnitLevel::District => "區",
        UnitLevel::Street => "街鎮",
    }
}

fn refused(refused: Refused) -> &'static str {
    match refused {
        Refused::NotAccepted => "尚未受理",
        Refused::AlreadyAccepted => "已經受理",
        Refused::WaitingForReporter => "正等反映人補充",
        Refused::NotTransferred => "不是轉來待接的件",
        Refused::NotAnswered => "尚未答覆",
        Refused::AlreadyAnswered => "已經答覆",
        Refused::NotClosed => "尚未辦結",
        Refused::Settled => "已經了結",
        Refused::Withdrawn => "反映人已撤回",
        Refused::Anonymous => "匿名件，沒有身份",
        Refused::AlreadyRated => "已經評價",
        Refused::AlreadyExtended => "已經延期過一次",
        Refused::NotExtendable => "只有申訴求決可以延期",
        Refused::AlreadyFiled => "已經提交",
        Refused::DeletionAsked => "已經請求過提前銷毀",
        Refused::NoDeletionAsked => "反映人沒有請求提前銷毀",
        Refused::Held => "有保留決定，不能銷毀",
    }
}

fn clock(clock: Clock) -> &'static str {
    match clock {
        Clock::Acceptance => "告知是否受理",
        Clock::NamedAcceptance => "告知實名舉報人是否受理",
        Clock::Registration => "登記或轉送",
        Clock::TakeOver => "接件或退回",
        Clock::Reroute => "重新分送",
        Clock::Settlement => "辦結",
        Clock::Disposal => "提出處置意見",
        Clock::SuggestionAnswer => "答覆建議",
        Clock::Protection => "告知先採取的保護措施",
        Clock::Safeguard => "查明情況，落實保護措施",
    }
}

fn identity(mode: IdentityMode) -> &'static str {
    match mode {
        IdentityMode::Named => "實名",
        IdentityMode::Anonymous => "匿名",
    }
}

pub(super) static TEXTS: Texts = Texts { status, identity, action, done, role_note, level, refused, clock, list_comma: "、" };
