//! Traditional Chinese.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    title: "清風 · 舉報與信訪",
    address: "網址",
    address_square: "掃碼打開網址",
    fingerprint: "本站金鑰指紋",
    fingerprint_square: "指紋的方塊碼",
    advice: [
        "網址請照著輸入，或掃上面的碼；看清瀏覽器網址列，一字不差才是本站。",
        "打開「怎樣保護您」一頁，把那裡的指紋與本頁逐組對照。不一致，就不要填寫，請到單位當面反映。",
        "用自己的裝置和網路。不放心的，換個地方另取一份本頁再對照。",
    ],
};
