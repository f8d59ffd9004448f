//! Simplified Chinese.

use model::{
    CaseStatus, IdentityMode, ReportKind, Role,
    basis::{Article, Clock, DeclineReason, ReturnReason},
    state::Notice,
    status::{Finding, Rating},
};

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    kind: |kind| match kind {
        ReportKind::Disclosure => "检举控告",
        ReportKind::Request => "申诉求决",
        ReportKind::Suggestion => "意见建议",
    },
    identity: |mode| match mode {
        IdentityMode::Anonymous => "匿名",
        IdentityMode::Named => "实名",
    },
    status: |status| match status {
        CaseStatus::Submitted => "待受理",
        CaseStatus::NeedMore => "需要您补充",
        CaseStatus::Transferred => "已转至有权处理的单位",
        CaseStatus::Returned => "正在重新分送",
        CaseStatus::Accepted => "已受理，办理中",
        CaseStatus::Declined => "不予受理",
        CaseStatus::Answered => "已答复",
        CaseStatus::Closed => "已办结",
        CaseStatus::Withdrawn => "已撤回",
    },
    notice: |notice| match notice {
        Notice::Filed => "您提交了反映",
        Notice::Accepted => "单位已受理",
        Notice::Declined => "单位决定不予受理",
        Notice::Asked => "单位请您补充",
        Notice::Supplied => "您补充了内容",
        Notice::Transferred => "转至有权处理的单位",
        Notice::Returned => "被退回，重新分送",
        Notice::Answered => "单位已答复",
        Notice::Extended => "延长了办理期限",
        Notice::Closed => "已办结",
        Notice::Reopened => "重新办理",
        Notice::Withdrawn => "您撤回了反映",
        Notice::Recategorised => "调整了问题类别",
        Notice::IdentityOpened => "身份保管员查看了您的身份",
    },
    clock: |clock| match clock {
        Clock::Acceptance | Clock::NamedAcceptance => "告知您是否受理",
        Clock::Registration => "登记，或转给有权处理的单位",
        Clock::TakeOver => "接收单位接手或退回",
        Clock::Reroute => "重新分送",
        Clock::Settlement => "办结并答复您",
        Clock::Disposal => "提出处置意见",
        Clock::SuggestionAnswer => "答复您的建议",
    },
    article: |article| match article {
        Article::Petitions22 => "《信访工作条例》第二十二条",
        Article::Petitions23 => "《信访工作条例》第二十三条",
        Article::Petitions31 => "《信访工作条例》第三十一条",
        Article::Petitions34 => "《信访工作条例》第三十四条",
        Article::Petitions34Extended => "《信访工作条例》第三十四条（延期）",
        Article::Petitions35 => "《信访工作条例》第三十五条",
        Article::Petitions36 => "《信访工作条例》第三十六条",
        Article::Disclosures16 => "《纪检监察机关处理检举控告工作规则》第十六条",
        Article::DisclosuresNamed | Article::DisclosuresScope => "《纪检监察机关处理检举控告工作规则》",
        Article::Supervision => "《中国共产党纪律检查机关监督执纪工作规则》",
        Article::House => "本平台自行承诺，并非法定期限",
    },
    decline: |reason| match reason {
        DeclineReason::OtherProceedings => "已经或依法应当通过诉讼、仲裁、行政复议等途径解决",
        DeclineReason::OtherOrgan => "属于其他机关的职权，本平台无法转送",
        DeclineReason::NoSubstance => "只列举了问题名称，没有可以核查的内容",
        DeclineReason::Duplicate => "同一事项已在办理",
        DeclineReason::FinallyReviewed => "同一事项已经复核终结",
        DeclineReason::OutOfScope => "不属于信访事项",
    },
    send_back: |reason| match reason {
        ReturnReason::NotCompetent => "不属于该单位的职权",
        ReturnReason::OtherArea => "事情发生在别的地区",
        ReturnReason::Conflict => "该单位与反映的事有利害关系，应当回避",
        ReturnReason::HandledAbove => "上级单位正在办理同一事项",
    },
    finding: |finding| match finding {
        Finding::Substantiated => "属实",
        Finding::Partly => "部分属实",
        Finding::Unsubstantiated => "不属实",
        Finding::Undetermined => "无法查实",
    },
    rating: |rating| match rating {
        Rating::Satisfied => "满意",
        Rating::Fair => "基本满意",
        Rating::Unsatisfied => "不满意",
    },
    role: |role| match role {
        Role::Officer => "经办人",
        Role::Lead => "负责人",
        Role::Custodian => "身份保管员",
        Role::Administrator => "管理员",
        Role::Auditor => "审计员",
    },
    group: |code| match code {
        "key" => "重点领域",
        "livelihood" => "民生",
        "efficiency" => "行政效能",
        _ => "其他",
    },
};
