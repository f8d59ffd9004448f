//! Simplified Chinese.

use super::Texts;

fn entry(word: &str) -> Option<&'static str> {
    match word {
        "member.passkey-add" => Some("添加通行密钥"),
        "member.passkey-remove" => Some("移除通行密钥"),
        "member.passkey-use" => Some("使用通行密钥"),
        "member.passkey-refuse" => Some("拒绝通行密钥"),
        _ => None,
    }
}

pub(super) static TEXTS: Texts = Texts {
    title: "通行密钥",
    intro: "通行密钥存在这台电脑、您的手机或安全密钥里，只认本平台的网址：假冒的页面什么也拿不到。它在输过密码之后，代替 6 位动态码。密码仍然要输，因为您的密钥要靠它打开。",
    untaken: "本平台不能用通行密钥：没有设置网址，或网址不是域名。请运维人员设置 QINGFENG_PUBLIC_ORIGIN。",
    none: "您还没有。",
    count: |count| format!("您有 {count} 个通行密钥。"),
    manage: "查看、添加、移除",
    name: "名称",
    name_hint: "方便在列表里认出来：办公电脑、手机、钥匙扣",
    unnamed: "未命名",
    added: "添加于",
    last_used: "最近使用",
    never_used: "从未",
    happens: "接下来会怎样",
    add: "添加通行密钥",
    add_happens: [
        "您的设备会要您的指纹、面容或它的 PIN，做出一把平台看不到的密钥；平台只留下用来核对它的东西。",
        "从下次登录起，第二步可以用这个通行密钥。6 位动态码照样能用。",
        "有的设备会把通行密钥复制到您在设备厂商那里的账号。谁进了那个账号，又知道您的密码，就能以您的身份登录。",
        "添加会记入审计日志，抹不掉。通行密钥随时可以移除。",
    ],
    make: "做通行密钥",
    make_without: "这个浏览器里做不了：通行密钥要有 JavaScript、HTTPS 和支持它的浏览器。请换一个浏览器或设备添加。",
    make_failed: "没有做成。请再试一次，或换一个浏览器或设备。",
    make_refused: "浏览器交来的不能用：来得太晚，或这个通行密钥已经加过。请重新做一次。",
    known: "这台设备里已经有您在本平台的通行密钥。",
    remove: "移除",
    remove_label: |name| format!("移除通行密钥：{name}"),
    remove_title: "移除通行密钥",
    remove_happens: [
        "从现在起，它在哪台设备上都不能再用来登录。这不能恢复；可以另加一个新的。",
        "6 位动态码和您的其他通行密钥照样能用。",
        "您的设备里还会看到它，请在设备上也删掉。",
        "设备若是丢了或被偷：还要在“我的账号”页面结束不认得的登录，并改密码。",
    ],
    done_added: "通行密钥已添加，下次登录就可以用。",
    done_removed: "通行密钥已移除。",
    second_title: "通行密钥或动态码",
    give: "用通行密钥",
    or_code: "或者用动态码：",
    give_without: "通行密钥要有 JavaScript、HTTPS 和支持它的浏览器。这里请用动态码。",
    give_failed: "没有成功。请再试一次，或用动态码。",
    give_refused: "通行密钥没有通过。请再试一次，或用动态码。",
    cancelled: "什么也没有发生：已取消，或等得太久。请再试一次。",
    entry,
};
