//! Simplified Chinese.

use super::{Texts, Words};

fn wait(seconds: u64) -> String {
    if seconds < 60 {
        format!("请在 {} 秒后再试。", seconds.max(1))
    } else {
        format!("请在 {} 分钟后再试。", seconds.div_ceil(60))
    }
}

pub(super) static TEXTS: Texts = Texts {
    not_found: Words { title: "没有这个页面", lead: "地址可能写错了，或者您没有权限查看。" },
    method: Words { title: "不能这样打开", lead: "这个页面不接受这种请求。请从首页重新进入。" },
    conflict: Words {
        title: "情况已有变化", lead: "在您操作之前，这件事的状态已经改变。请重新打开，看看现在的情况。"
    },
    key_destroyed: Words {
        title: "已经无法打开",
        lead: "很抱歉，保护这一件的密钥已经销毁，谁也打不开它了，再试也没有用。请与受理单位联系；需要的话，请重新提交。",
    },
    too_large: Words {
        title: "内容太大", lead: "提交的内容超过了上限。请缩短后再交；需要的话可以分几次补充。"
    },
    unreadable: Words {
        title: "内容无法读取", lead: "提交的内容格式不对，没有保存。请返回上一页，检查后再交。"
    },
    signed_out: Words {
        title: "登录已经结束", lead: "刚才的操作没有执行。请在新标签页登录，再回到这一页提交。"
    },
    stale: Words {
        title: "请再确认一次", lead: "这一页是上次登录时打开的，刚才的操作没有执行。确认内容无误后，再交一次即可。"
    },
    refused: Words {
        title: "请求来自别处", lead: "为了安全，只接受从本站页面提交的内容。请从首页重新进入。"
    },
    forbidden: Words {
        title: "您没有这个权限", lead: "您现在的角色不包括这一项，或者您还没有所需的密钥。请本单位的管理人员调整，或请持有密钥的同事授予。"
    },
    too_many: Words {
        title: "请求太多", lead: "为防止滥用，短时间内的次数有限。同一网络的人合用一个限额，不一定是您造成的。"
    },
    internal: Words { title: "系统出了差错", lead: "这不是您的问题。什么也没有保存，请稍后再试。" },
    unavailable: Words { title: "暂时无法保存", lead: "存储暂时不可用。您的内容没有丢，也没有保存一半。" },
    files_away: Words {
        title: "文件没有添加",
        lead: "现在存不下文件，刚才选的没有留下；此前添加好的还在。请稍后按“再交一次”回到案件，重新选择文件。",
    },
    try_again_in: wait,
    incident: |number| format!("告诉管理员这个编号，便于查找原因：{number}"),
    kept: "您写的内容还在下面，没有交出去。可以直接再交一次，或先抄下来。",
    kept_label: "您写的内容",
    send_again: "再交一次",
    sign_in: "在新标签页登录",
    home: "回首页",
};
