//! Traditional Chinese.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    ask_heading: "請求提前銷毀",
    ask_summary: "不等保存期滿，請求現在就銷毀這件反映",
    ask_lead: "由單位負責人決定；不同意的，會告訴您理由。銷毀後誰也恢復不了，您自己也不能。請先想清楚要放棄什麼：",
    ask_costs: [
        "證據：內容、對話和附件都不再能打開，以後不能拿它們作證。",
        "複查複核：沒有了原件，請求複查、複核或申訴會更難，也可能不被受理。",
        "保護：如果有人因此報復您，這裡不再有您反映過什麼的內容，只有提交證明還能證明您在什麼時候交過。",
        "追究：有關的人可能因此不再被追究。",
    ],
    ask: "請求銷毀",
    asked: "您已經請求提前銷毀，等單位決定。",
    done_asked: "已記下您的請求，由單位負責人決定。",
    destroyed_title: "這件反映已經銷毀",
    destroyed_lead: "您的回執碼是對的，但內容已經不在了：打開它的每一把鑰匙都已銷毀，留下的只有下面這份證明。",
    destroyed_public_lead: "這個受理編號的反映已經銷毀，留下的只有這份證明。",
    destroyed_gone: [
        "銷毀的是：反映、身分、對話、備註和它們的全部鑰匙，包括給單位、保管員和您的每一份。",
        "留下的是：受理編號、類型、類別、地區、辦理單位、狀態、日期、認定結果和評價，用於統計；鑰匙和密文各有多少；按哪條規則銷毀，如由工作人員決定，是哪一位；哪些工作人員不得知情；\
         還有兩個讀不出任何內容的校驗值：一個讓您的回執碼能打開本頁，一個屬於提交證明。稽核日誌也還在。",
        "此前做的備份裡還有密文，但備份沒有鑰匙；備份所需的保管密鑰按期更換並銷毀，之後備份也打不開它。",
    ],
    certificate: "銷毀證明",
    number: "受理編號",
    unit: "辦理單位",
    found: "認定結果",
    stood: "銷毀時的狀態",
    settled: "了結日期",
    destroyed_at: "銷毀時間",
    rule: "依據",
    rule_term: |months| format!("了結後保存 {months} 個月，期滿"),
    rule_asked: "反映人請求提前銷毀",
    decided_by: "決定者",
    by_portal: "平台，按本站公布的保存期",
    by_unit: "辦理單位負責人",
    what: "銷毀了",
    counted: |data_keys, texts| format!("{data_keys} 份鑰匙，{texts} 份密文"),
    entry: "稽核日誌條目",
    file: "證明檔案",
    file_note: "存為檔案，即可用 qingfeng verify 檔案 --fingerprint 指紋 核對，不需要本平台。",
};
