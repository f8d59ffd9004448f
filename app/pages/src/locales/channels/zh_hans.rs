//! Simplified Chinese.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    title: "其他途径",
    lead: "不想在网上写，也可以来访、写信、打电话。",
    none: "单位还没有公布联系方式。",
    visit: "来访",
    hours: "接待时间",
    letter: "来信",
    phone: "电话",
    website: "网站",
    visit_note: "多人走访同一件事的，请推选不超过 5 名代表（《信访工作条例》第二十条）。",
};
