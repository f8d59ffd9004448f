//! Traditional Chinese.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    title: "其他途徑",
    lead: "不想在網上寫，也可以親自來訪、寫信、打電話。",
    none: "單位還沒有公布聯絡方式。",
    visit: "來訪",
    hours: "接待時間",
    letter: "來信",
    phone: "電話",
    website: "網站",
    visit_note: "多人走訪同一件事的，請推選不超過 5 名代表（《信訪工作條例》第二十條）。",
};
