//! Simplified Chinese.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    title: "清风 · 举报与信访",
    address: "网址",
    address_square: "扫码打开网址",
    fingerprint: "本站密钥指纹",
    fingerprint_square: "指纹的方块码",
    advice: [
        "网址请照着输入，或扫上面的码；看清浏览器地址栏，一字不差才是本站。",
        "打开“怎样保护您”一页，把那里的指纹与本页逐组对照。不一致，就不要填写，请到单位当面反映。",
        "用自己的设备和网络。不放心的，换个地方另取一份本页再对照。",
    ],
};
