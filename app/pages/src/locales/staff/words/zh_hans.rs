//! Simplified Chinese.

use model::{CaseAction, CaseStatus, IdentityMode, Role, UnitLevel, basis::Clock, state::Refused};

use super::Texts;

fn status(status: CaseStatus) -> &'static str {
    match status {
        CaseStatus::Submitted => "待受理",
        CaseStatus::NeedMore => "待补充",
        CaseStatus::Transferred => "转来待接",
        CaseStatus::Returned => "已退回",
        CaseStatus::Accepted => "办理中",
        CaseStatus::Declined => "不予受理",
        CaseStatus::Answered => "已答复",
        CaseStatus::Closed => "已办结",
        CaseStatus::Withdrawn => "已撤回",
    }
}

fn action(action: CaseAction) -> &'static str {
    match action {
        CaseAction::File => "提交",
        CaseAction::Accept => "受理",
        CaseAction::Decline => "不予受理",
        CaseAction::Ask => "要求补充",
        CaseAction::Supply => "补充",
        CaseAction::Transfer => "转送",
        CaseAction::Return => "退回",
        CaseAction::Answer => "答复",
        CaseAction::Extend => "延长办理期限",
        CaseAction::Close => "办结",
        CaseAction::Reopen => "重新办理",
        CaseAction::Withdraw => "撤回",
        CaseAction::Rate => "评价",
        CaseAction::Assign => "分派",
        CaseAction::Recategorise => "改类别",
        CaseAction::Note => "写备注",
        CaseAction::AskIdentity => "申请查看身份",
        CaseAction::AgreeIdentity => "批准（待另一人）",
        CaseAction::GrantIdentity => "批准",
        CaseAction::RefuseIdentity => "不批准",
        CaseAction::OpenIdentity => "查看身份",
        CaseAction::HandIdentity => "移交身份",
        CaseAction::Object => "提出异议",
        CaseAction::AnswerObjection => "答复异议",
        CaseAction::Recuse => "回避",
        CaseAction::Readmit => "解除回避",
        CaseAction::PassUp => "报送上级",
        CaseAction::Assess => "评估风险",
        CaseAction::Hold => "保留",
        CaseAction::LiftHold => "解除保留",
        CaseAction::AskDeletion => "请求提前销毁",
        CaseAction::RefuseDeletion => "不同意提前销毁",
        CaseAction::Redact => "涂黑副本",
    }
}

fn done(action: CaseAction) -> &'static str {
    match action {
        CaseAction::File => "提交反映",
        CaseAction::Accept => "决定受理",
        CaseAction::Decline => "决定不予受理",
        CaseAction::Ask => "要求补充材料",
        CaseAction::Supply => "补充了材料",
        CaseAction::Transfer => "转送",
        CaseAction::Return => "退回",
        CaseAction::Answer => "作出答复",
        CaseAction::Extend => "延长了办理期限",
        CaseAction::Close => "办结",
        CaseAction::Reopen => "重新办理",
        CaseAction::Withdraw => "撤回反映",
        CaseAction::Rate => "作出评价",
        CaseAction::Assign => "分派经办人",
        CaseAction::Recategorise => "更改类别",
        CaseAction::Note => "写了内部备注",
        CaseAction::AskIdentity => "申请了查看身份",
        CaseAction::AgreeIdentity => "批准了身份申请，待另一位保管员",
        CaseAction::GrantIdentity => "放行了部分身份内容",
        CaseAction::RefuseIdentity => "未批准身份申请",
        CaseAction::OpenIdentity => "查看了放行的身份内容",
        CaseAction::HandIdentity => "把身份移交给别的保管员",
        CaseAction::Object => "对放行身份提出了异议",
        CaseAction::AnswerObjection => "答复了反映人的异议",
        CaseAction::Recuse => "决定回避",
        CaseAction::Readmit => "解除了回避",
        CaseAction::PassUp => "报送上级：本单位没有可以办理的人",
        CaseAction::Assess => "评估了打击报复风险",
        CaseAction::Hold => "决定保留，暂不销毁",
        CaseAction::LiftHold => "解除了保留",
        CaseAction::AskDeletion => "请求提前销毁",
        CaseAction::RefuseDeletion => "未同意提前销毁",
        CaseAction::Redact => "制作了涂黑副本",
    }
}

fn role_note(role: Role) -> &'static str {
    match role {
        Role::Officer => "办理本单位的件",
        Role::Lead => "分派、督促，并可办理",
        Role::Custodian => "保管实名身份，决定给谁看",
        Role::Administrator => "管成员、单位、类别和分送规则，看不到任何件",
        Role::Auditor => "看审计日志，看不到任何件",
    }
}

fn level(level: UnitLevel) -> &'static str {
    match level {
        UnitLevel::City => "市",
        UnitLevel::District => "区",
        UnitLevel::Street => "街镇",
    }
}

fn refused(refused: Refused) -> &'static str {
    match refused {
        Refused::NotAccepted => "尚未受理",
        Refused::AlreadyAccepted => "已经受理",
        Refused::WaitingForReporter => "正等反映人补充",
        Refused::NotTransferred => "不是转来待接的件",
        Refused::NotAnswered => "尚未答复",
        Refused::AlreadyAnswered => "已经答复",
        Refused::NotClosed => "尚未办结",
        Refused::Settled => "已经了结",
        Refused::Withdrawn => "反映人已撤回",
        Refused::Anonymous => "匿名件，没有身份",
        Refused::AlreadyRated => "已经评价",
        Refused::AlreadyExtended => "已经延期过一次",
        Refused::NotExtendable => "只有申诉求决可以延期",
        Refused::AlreadyFiled => "已经提交",
        Refused::DeletionAsked => "已经请求过提前销毁",
        Refused::NoDeletionAsked => "反映人没有请求提前销毁",
        Refused::Held => "有保留决定，不能销毁",
    }
}

fn clock(clock: Clock) -> &'static str {
    match clock {
        Clock::Acceptance => "告知是否受理",
        Clock::NamedAcceptance => "告知实名举报人是否受理",
        Clock::Registration => "登记或转送",
        Clock::TakeOver => "接件或退回",
        Clock::Reroute => "重新分送",
        Clock::Settlement => "办结",
        Clock::Disposal => "提出处置意见",
        Clock::SuggestionAnswer => "答复建议",
        Clock::Protection => "告知先采取的保护措施",
        Clock::Safeguard => "查明情况，落实保护措施",
    }
}

fn identity(mode: IdentityMode) -> &'static str {
    match mode {
        IdentityMode::Named => "实名",
        IdentityMode::Anonymous => "匿名",
    }
}

pub(super) static TEXTS: Texts = Texts { status, identity, action, done, role_note, level, refused, clock, list_comma: "、" };
