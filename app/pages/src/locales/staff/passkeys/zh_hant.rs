//! Traditional Chinese.

use super::Texts;

fn entry(word: &str) -> Option<&'static str> {
    match word {
        "member.passkey-add" => Some("加入通行密鑰"),
        "member.passkey-remove" => Some("移除通行密鑰"),
        "member.passkey-use" => Some("使用通行密鑰"),
        "member.passkey-refuse" => Some("拒絕通行密鑰"),
        _ => None,
    }
}

pub(super) static TEXTS: Texts = Texts {
    title: "通行密鑰",
    intro: "通行密鑰存在這台電腦、您的手機或安全金鑰裡，只認本平台的網址：假冒的頁面什麼也拿不到。它在輸過密碼之後，代替 6 位動態碼。密碼仍然要輸，因為您的金鑰要靠它打開。",
    untaken: "本平台不能用通行密鑰：沒有設定網址，或網址不是網域名稱。請維運人員設定 QINGFENG_PUBLIC_ORIGIN。",
    none: "您還沒有。",
    count: |count| format!("您有 {count} 個通行密鑰。"),
    manage: "查看、加入、移除",
    name: "名稱",
    name_hint: "方便在列表裡認出來：辦公電腦、手機、鑰匙圈",
    unnamed: "未命名",
    added: "加入於",
    last_used: "最近使用",
    never_used: "從未",
    happens: "接下來會怎樣",
    add: "加入通行密鑰",
    add_happens: [
        "您的裝置會要您的指紋、臉部或它的 PIN，做出一把平台看不到的金鑰；平台只留下用來核對它的東西。",
        "從下次登入起，第二步可以用這個通行密鑰。6 位動態碼照樣能用。",
        "有的裝置會把通行密鑰複製到您在裝置廠商那裡的帳號。誰進了那個帳號，又知道您的密碼，就能以您的身分登入。",
        "加入會記入審計日誌，抹不掉。通行密鑰隨時可以移除。",
    ],
    make: "做通行密鑰",
    make_without: "這個瀏覽器裡做不了：通行密鑰要有 JavaScript、HTTPS 和支援它的瀏覽器。請換一個瀏覽器或裝置加入。",
    make_failed: "沒有做成。請再試一次，或換一個瀏覽器或裝置。",
    make_refused: "瀏覽器交來的不能用：來得太晚，或這個通行密鑰已經加過。請重新做一次。",
    known: "這台裝置裡已經有您在本平台的通行密鑰。",
    remove: "移除",
    remove_label: |name| format!("移除通行密鑰：{name}"),
    remove_title: "移除通行密鑰",
    remove_happens: [
        "從現在起，它在哪台裝置上都不能再用來登入。這不能恢復；可以另加一個新的。",
        "6 位動態碼和您的其他通行密鑰照樣能用。",
        "您的裝置裡還會看到它，請在裝置上也刪掉。",
        "裝置若是丟了或被偷：還要在「我的帳號」頁面結束不認得的登入，並改密碼。",
    ],
    done_added: "通行密鑰已加入，下次登入就可以用。",
    done_removed: "通行密鑰已移除。",
    second_title: "通行密鑰或動態碼",
    give: "用通行密鑰",
    or_code: "或者用動態碼：",
    give_without: "通行密鑰要有 JavaScript、HTTPS 和支援它的瀏覽器。這裡請用動態碼。",
    give_failed: "沒有成功。請再試一次，或用動態碼。",
    give_refused: "通行密鑰沒有通過。請再試一次，或用動態碼。",
    cancelled: "什麼也沒有發生：已取消，或等得太久。請再試一次。",
    entry,
};
