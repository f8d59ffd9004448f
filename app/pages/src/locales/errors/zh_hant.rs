//! Traditional Chinese.

use super::{Texts, Words};

fn wait(seconds: u64) -> String {
    if seconds < 60 {
        format!("請在 {} 秒後再試。", seconds.max(1))
    } else {
        format!("請在 {} 分鐘後再試。", seconds.div_ceil(60))
    }
}

pub(super) static TEXTS: Texts = Texts {
    not_found: Words { title: "沒有這個頁面", lead: "網址可能有誤，或者您沒有權限查看。" },
    method: Words { title: "不能這樣打開", lead: "這個頁面不接受這種請求。請從首頁重新進入。" },
    conflict: Words {
        title: "情況已有變化", lead: "在您操作之前，這件事的狀態已經改變。請重新打開，看看現在的情況。"
    },
    key_destroyed: Words {
        title: "已經無法打開",
        lead: "很抱歉，保護這一件的金鑰已經銷毀，誰也打不開它了，再試也沒有用。請與受理單位聯絡；需要的話，請重新送出。",
    },
    too_large: Words {
        title: "內容太大", lead: "送出的內容超過上限。請縮短後再送出；需要的話可以分幾次補充。"
    },
    unreadable: Words {
        title: "內容無法讀取", lead: "送出的內容格式不對，沒有儲存。請返回上一頁，檢查後再送出。"
    },
    signed_out: Words {
        title: "登入已經結束", lead: "剛才的操作沒有執行。請在新分頁登入，再回到這一頁送出。"
    },
    stale: Words {
        title: "請再確認一次", lead: "這一頁是上次登入時打開的，剛才的操作沒有執行。確認內容無誤後，再送一次即可。"
    },
    refused: Words {
        title: "請求來自別處", lead: "為了安全，只接受從本站頁面送出的內容。請從首頁重新進入。"
    },
    forbidden: Words {
        title: "您沒有這個權限", lead: "您現在的角色不包括這一項，或者您還沒有所需的金鑰。請本單位的管理人員調整，或請持有金鑰的同事授予。"
    },
    too_many: Words {
        title: "請求太多", lead: "為防止濫用，短時間內的次數有限。同一網路的人合用一個限額，不一定是您造成的。"
    },
    internal: Words { title: "系統出了差錯", lead: "這不是您的問題。什麼也沒有儲存，請稍後再試。" },
    unavailable: Words {
        title: "暫時無法儲存", lead: "儲存系統暫時無法使用。您的內容沒有遺失，也沒有只存一半。"
    },
    files_away: Words {
        title: "檔案沒有加入",
        lead: "現在存不下檔案，剛才選的沒有留下；先前加入好的還在。請稍後按「再送一次」回到案件，重新選擇檔案。",
    },
    try_again_in: wait,
    incident: |number| format!("告訴管理員這個編號，便於查找原因：{number}"),
    kept: "您寫的內容還在下面，沒有送出。可以直接再送一次，或先抄下來。",
    kept_label: "您寫的內容",
    send_again: "再送一次",
    sign_in: "在新分頁登入",
    home: "回首頁",
};
