//! Traditional Chinese.

use model::{
    CaseStatus, IdentityMode, ReportKind, Role,
    basis::{Article, Clock, DeclineReason, ReturnReason},
    state::Notice,
    status::{Finding, Rating},
};

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    kind: |kind| match kind {
        ReportKind::Disclosure => "檢舉控告",
        ReportKind::Request => "申訴求決",
        ReportKind::Suggestion => "意見建議",
    },
    identity: |mode| match mode {
        IdentityMode::Anonymous => "匿名",
        IdentityMode::Named => "具名",
    },
    status: |status| match status {
        CaseStatus::Submitted => "待受理",
        CaseStatus::NeedMore => "需要您補充",
        CaseStatus::Transferred => "已轉至有權處理的單位",
        CaseStatus::Returned => "正在重新分送",
        CaseStatus::Accepted => "已受理，辦理中",
        CaseStatus::Declined => "不予受理",
        CaseStatus::Answered => "已答覆",
        CaseStatus::Closed => "已辦結",
        CaseStatus::Withdrawn => "已撤回",
    },
    notice: |notice| match notice {
        Notice::Filed => "您提交了反映",
        Notice::Accepted => "單位已受理",
        Notice::Declined => "單位決定不予受理",
        Notice::Asked => "單位請您補充",
        Notice::Supplied => "您補充了內容",
        Notice::Transferred => "轉至有權處理的單位",
        Notice::Returned => "遭退回，重新分送",
        Notice::Answered => "單位已答覆",
        Notice::Extended => "延長了辦理期限",
        Notice::Closed => "已辦結",
        Notice::Reopened => "重新辦理",
        Notice::Withdrawn => "您撤回了反映",
        Notice::Recategorised => "調整了問題類別",
        Notice::IdentityOpened => "身分保管員查看了您的身分",
    },
    clock: |clock| match clock {
        Clock::Acceptance | Clock::NamedAcceptance => "告知您是否受理",
        Clock::Registration => "登記，或轉給有權處理的單位",
        Clock::TakeOver => "接收單位接手或退回",
        Clock::Reroute => "重新分送",
        Clock::Settlement => "辦結並答覆您",
        Clock::Disposal => "提出處置意見",
        Clock::SuggestionAnswer => "答覆您的建議",
    },
    article: |article| match article {
        Article::Petitions22 => "《信訪工作條例》第二十二條",
        Article::Petitions23 => "《信訪工作條例》第二十三條",
        Article::Petitions31 => "《信訪工作條例》第三十一條",
        Article::Petitions34 => "《信訪工作條例》第三十四條",
        Article::Petitions34Extended => "《信訪工作條例》第三十四條（延期）",
        Article::Petitions35 => "《信訪工作條例》第三十五條",
        Article::Petitions36 => "《信訪工作條例》第三十六條",
        Article::Disclosures16 => "《紀檢監察機關處理檢舉控告工作規則》第十六條",
        Article::DisclosuresNamed | Article::DisclosuresScope => "《紀檢監察機關處理檢舉控告工作規則》",
        Article::Supervision => "《中國共產黨紀律檢查機關監督執紀工作規則》",
        Article::House => "本平台自行承諾，並非法定期限",
    },
    decline: |reason| match reason {
        DeclineReason::OtherProceedings => "已經或依法應循訴訟、仲裁、行政複議等途徑解決",
        DeclineReason::OtherOrgan => "屬其他機關職權，本平台無法轉送",
        DeclineReason::NoSubstance => "只列出問題名稱，沒有可以查核的內容",
        DeclineReason::Duplicate => "同一事項已在辦理",
        DeclineReason::FinallyReviewed => "同一事項已經複核終結",
        DeclineReason::OutOfScope => "不屬信訪事項",
    },
    send_back: |reason| match reason {
        ReturnReason::NotCompetent => "不屬該單位職權",
        ReturnReason::OtherArea => "事情發生在別的地區",
        ReturnReason::Conflict => "該單位與反映的事有利害關係，應當迴避",
        ReturnReason::HandledAbove => "上級單位正在辦理同一事項",
    },
    finding: |finding| match finding {
        Finding::Substantiated => "屬實",
        Finding::Partly => "部分屬實",
        Finding::Unsubstantiated => "不屬實",
        Finding::Undetermined => "無法查實",
    },
    rating: |rating| match rating {
        Rating::Satisfied => "滿意",
        Rating::Fair => "大致滿意",
        Rating::Unsatisfied => "不滿意",
    },
    role: |role| match role {
        Role::Officer => "經辦人",
        Role::Lead => "負責人",
        Role::Custodian => "身分保管員",
        Role::Administrator => "管理員",
        Role::Auditor => "稽核員",
    },
    group: |code| match code {
        "key" => "重點領域",
        "livelihood" => "民生",
        "efficiency" => "行政效能",
        _ => "其他",
    },
};
