//! Traditional Chinese.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    title: "核驗提交憑證",
    lead: "別人向您出示提交憑證時，可以在這裡核驗。核驗看不到反映的內容，也用不著回執碼——請不要在這裡填寫回執碼。",
    number: "受理編號",
    proof: "提交憑證",
    proof_hint: "64 個字元，由 0 到 9 與 a 到 f 組成；有沒有空格都可以。",
    check: "核驗",
    check_this: "核驗這份憑證",
    valid: "憑證有效。",
    invalid: "憑證無效。",
    invalid_note: "沒有哪件反映同時符合這個編號與這份憑證。請與回執逐字核對。本功能啟用以前提交的反映無法在此核驗。",
    filed_at: "提交時間",
    hour: |day, hour| format!("{day} {hour} 時至 {} 時之間", hour + 1),
    stamp: "日誌記載",
    stamped: |day, entry| format!("已與 {day} 的全部提交一併記入稽核日誌第 {entry} 筆"),
    not_stamped_yet: "本站已簽章；當天結束後記入稽核日誌",
    never_stamped: "本站已簽章，簽章照樣有效。提交時本站的時鐘走快過，這一天已提前結束，所以不再記入稽核日誌",
    certificate: "儲存核驗證明",
    certificate_note: "不用本站也能核驗這個檔案：qingfeng verify 檔名 --fingerprint … 檔案裡只有編號、時間與憑證，沒有反映的內容。",
    proves_heading: "憑證有效，說明什麼",
    proves: [
        "有一件反映在這個小時以這個編號提交到本站。",
        "持有回執碼的人可以據此證明當時寫的就是現在這些：改動一個字，憑證就完全不同。",
        "記入日誌以後，連管理本站的人也無法悄悄改動時間：當天的雜湊值已經簽章公布。",
    ],
    proves_not_heading: "不能說明什麼",
    proves_not: [
        "反映的事情是否屬實，案件如何了結。",
        "由誰提交：出示憑證的人不一定是反映人。",
        "寫了什麼：單憑憑證看不出任何內容，猜中了原文也無從印證。",
    ],
    to_transparency: "本站每天公布的內容",
};
