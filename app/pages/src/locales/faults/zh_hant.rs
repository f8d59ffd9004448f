//! Traditional Chinese.

use model::Field;

use super::Texts;

fn noun(field: Field) -> &'static str {
    match field {
        Field::Kind => "反映類型",
        Field::Category => "問題類別",
        Field::Area => "發生地",
        Field::Subject => "反映對象",
        Field::Title => "標題",
        Field::Body => "詳細經過",
        Field::Identity => "匿名或具名",
        Field::Name => "姓名",
        Field::IdNumber => "身分證號碼",
        Field::Phone => "聯絡電話",
        Field::Address => "聯絡地址",
        Field::Captcha => "驗證碼",
        Field::Ticket => "表單",
        Field::Website => "網址",
        Field::Step => "下一步",
        Field::Receipt => "回執碼",
        Field::Message => "留言",
        Field::Reason => "理由",
        Field::Rating => "評價",
        Field::Unit => "單位",
        Field::Assignee => "經辦人",
        Field::Finding => "認定結果",
        Field::Login => "登入名稱",
        Field::Password => "密碼",
        Field::Code => "動態碼",
        Field::Roles => "角色",
        Field::Number => "受理編號",
        Field::Proof => "提交憑證",
    }
}

pub(super) static TEXTS: Texts = Texts {
    noun,
    fill_in: |noun| format!("請填寫{noun}"),
    choose: |noun| format!("請選擇{noun}"),
    too_long: |noun, max, by| format!("{noun}最多 {max} 個字，請刪去 {by} 個字"),
    too_short: |noun, min| format!("{noun}至少要有 {min} 個字"),
    malformed: |noun| format!("{noun}含有無法儲存的字元（如控制字元或亂碼），請刪除後再送出"),
    unknown: |noun| format!("請從列出的選項中選擇{noun}"),
    id_number: "身分證號碼不對：應為 18 位，請對照證件逐位檢查，最後一位可能是 X",
    captcha_wrong: "驗證碼不對，已換上新的圖片，請依新圖輸入",
    captcha_expired: "驗證碼已過期，已換上新的圖片，請依新圖輸入",
    ticket: "這份表單放得太久，已經失效。您寫的內容都還在，請再送出一次",
    too_soon: "送出得太快了。請再看一遍內容，幾秒後再送出",
    website: "「網址」一欄請留空後再送出",
    code_wrong: "動態碼不對。請等驗證器顯示下一個碼再試",
    sign_in_wrong: "登入名稱或密碼不對",
    wrong: |noun| format!("{noun}不對，請檢查後再填"),
    expired: |noun| format!("{noun}已過期，請重新填寫"),
    receipt_length: |typed| format!("回執碼共 25 個字母和數字，您輸入了 {typed} 個。請對照檢查有沒有漏寫或多寫"),
    receipt_character: |character| format!("回執碼裡不會有「{character}」。請對照檢查"),
    receipt_check: "回執碼有一處抄錯了。請逐組對照，留意 8 和 B、5 和 S、2 和 Z",
    receipt_unknown: "找不到這個回執碼對應的案件。請確認它來自本平台",
    not_found: |noun| format!("找不到這個{noun}"),
    weak: "這個密碼太容易猜到。請把幾個不相干的詞連在一起，或改用更長的密碼",
    taken: |noun| format!("這個{noun}已有人使用，請換一個"),
};
