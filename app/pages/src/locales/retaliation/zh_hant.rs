//! Traditional Chinese.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    heading: "因為反映而受到威脅或報復？",
    text: "您、您的家人或證人因反映而受到威脅、報復或施壓，可以隨時告訴辦理單位的上一級。這是單獨的一件，有自己的回執碼。",
    button: "我正受到打擊報復",
    form_heading: "打擊報復",
    rules: "這是請求保護（《紀檢監察機關處理檢舉控告工作規則》第四十九條），直接交給辦理單位的上一級，辦理單位不會知道。幾個工作日內告知您先採取什麼措施。如有人身危險，請立即撥打 110。",
    number: "原件的受理編號",
    number_hint: "在回執上。沒有就空著，在下面選原來反映的問題類別和地區。",
    about: "原件受理編號",
    route_above: "交給辦理單位的上一級，辦理單位不會知道。",
};
