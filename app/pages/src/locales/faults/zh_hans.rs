//! Simplified Chinese.

use model::Field;

use super::Texts;

fn noun(field: Field) -> &'static str {
    match field {
        Field::Kind => "反映类型",
        Field::Category => "问题类别",
        Field::Area => "发生地",
        Field::Subject => "反映对象",
        Field::Title => "标题",
        Field::Body => "详细经过",
        Field::Identity => "匿名或实名",
        Field::Name => "姓名",
        Field::IdNumber => "身份证号码",
        Field::Phone => "联系电话",
        Field::Address => "联系地址",
        Field::Captcha => "验证码",
        Field::Ticket => "表单",
        Field::Website => "网址",
        Field::Step => "下一步",
        Field::Receipt => "回执码",
        Field::Message => "留言",
        Field::Reason => "理由",
        Field::Rating => "评价",
        Field::Unit => "单位",
        Field::Assignee => "经办人",
        Field::Finding => "认定结果",
        Field::Login => "登录名",
        Field::Password => "密码",
        Field::Code => "动态码",
        Field::Roles => "角色",
        Field::Number => "受理编号",
        Field::Proof => "提交凭证",
    }
}

pub(super) static TEXTS: Texts = Texts {
    noun,
    fill_in: |noun| format!("请填写{noun}"),
    choose: |noun| format!("请选择{noun}"),
    too_long: |noun, max, by| format!("{noun}最多 {max} 个字，请删去 {by} 个字"),
    too_short: |noun, min| format!("{noun}至少要有 {min} 个字"),
    malformed: |noun| format!("{noun}里有无法保存的字符（如控制符或乱码），请删去后再交"),
    unknown: |noun| format!("请在列出的选项中选择{noun}"),
    id_number: "身份证号码不对：应为 18 位，请对照证件检查每一位，最后一位可能是 X",
    captcha_wrong: "验证码不对，已换了一张新图，请照新图输入",
    captcha_expired: "验证码已过期，已换了一张新图，请照新图输入",
    ticket: "这份表单放得太久，已经失效。您写的内容都还在，请再交一次",
    too_soon: "提交得太快了。请核对一遍内容，几秒钟后再交",
    website: "“网址”一栏请留空后再交",
    code_wrong: "动态码不对。请等验证器显示下一个码后再试",
    sign_in_wrong: "登录名或密码不对",
    wrong: |noun| format!("{noun}不对，请检查后再填"),
    expired: |noun| format!("{noun}已过期，请重新填写"),
    receipt_length: |typed| format!("回执码共 25 个字母和数字，您输入了 {typed} 个。请对照检查是否漏写或多写"),
    receipt_character: |character| format!("回执码里不会有“{character}”。请对照检查"),
    receipt_check: "回执码有一处抄错了。请逐组对照，留意 8 和 B、5 和 S、2 和 Z",
    receipt_unknown: "没有找到这个回执码对应的反映。请确认它来自本平台",
    not_found: |noun| format!("没有找到这个{noun}"),
    weak: "这个密码太容易猜到。请用几个不相干的词连在一起，或更长的密码",
    taken: |noun| format!("这个{noun}已有人使用，请换一个"),
};
