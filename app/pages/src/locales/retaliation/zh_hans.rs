//! Simplified Chinese.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    heading: "因为反映而受到威胁或报复？",
    text: "您、您的家人或证人因反映而受到威胁、报复或施压，可以随时告诉办理单位的上一级。这是单独的一件，有自己的回执码。",
    button: "我正受到打击报复",
    form_heading: "打击报复",
    rules: "这是请求保护（《纪检监察机关处理检举控告工作规则》第四十九条），直接交给办理单位的上一级，办理单位不会知道。几个工作日内告知您先采取什么措施。如有人身危险，请立即拨打 110。",
    number: "原件的受理编号",
    number_hint: "在回执上。没有就空着，在下面选原来反映的问题类别和地区。",
    about: "原件受理编号",
    route_above: "交给办理单位的上一级，办理单位不会知道。",
};
