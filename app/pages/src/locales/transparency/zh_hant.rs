//! Traditional Chinese.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    title: "每日公布",
    lead: "工作人員看過什麼、做過什麼，都記在一份首尾相扣的日誌裡。每天零時過後，本站對日誌的末尾簽章，公布在這裡。誰留存一份，日後就能查出之前的紀錄有沒有被刪改。",
    none: "還沒有滿一天。第一天的紀錄零時過後公布。",
    caption: "最近 31 天",
    day: "日期",
    filings: "提交件數",
    entries: "日誌筆數",
    head: "最後一筆的雜湊值",
    stamp: "時戳",
    no_stamp: "無",
    stamp_file: "時戳檔案",
    stamped_file: "所證內容",
    check_heading: "如何核對",
    check: [
        "把本頁或檔案另存一份放在別處，例如交給律師、媒體或朋友。",
        "由維運人員執行 qingfeng audit verify（也可以用您留存的檔案：--published 檔名），刪去、改動、調換、截斷的紀錄都會被查出來。",
        "檔案以 Ed25519 簽章，公鑰在檔案裡，指紋見下。一天不足 5 件的只寫「<5」。",
    ],
    check_stamp: "時戳由本站以外的機構簽發，證明到那一刻為止，當天簽章的末尾已經在了。用該機構的憑證核對當天的兩個檔案：openssl ts -verify -data 日期.txt -in 日期.tst -token_in -CAfile 憑證。",
    file: "同樣內容的檔案，供程式讀取",
    fingerprint: "簽章金鑰的指紋：",
    to_verify: "核驗提交憑證",
};
