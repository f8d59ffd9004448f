//! Simplified Chinese.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    title: "每日公布",
    lead: "工作人员看过什么、做过什么，都记在一份首尾相扣的日志里。每天零点过后，本站对日志的末尾签名，公布在这里。谁留存一份，日后就能查出之前的记录有没有被删改。",
    none: "还没有满一天。第一天的记录零点过后公布。",
    caption: "最近 31 天",
    day: "日期",
    filings: "提交件数",
    entries: "日志条数",
    head: "最后一条的摘要",
    stamp: "时间戳",
    no_stamp: "无",
    stamp_file: "时间戳文件",
    stamped_file: "所证内容",
    check_heading: "怎样核对",
    check: [
        "把本页或文件另存一份放在别处，比如交给律师、媒体或朋友。",
        "由运维人员运行 qingfeng audit verify（也可以用您留存的文件：--published 文件名），删去、改动、调换、截断的记录都会被查出来。",
        "文件用 Ed25519 签名，公钥在文件里，指纹见下。一天不足 5 件的只写“<5”。",
    ],
    check_stamp: "时间戳由本站以外的机构签发，证明到那一刻为止，当天签名的末尾已经在了。用该机构的证书核对当天的两个文件：openssl ts -verify -data 日期.txt -in 日期.tst -token_in -CAfile 证书。",
    file: "同样内容的文件，供程序读取",
    fingerprint: "签名密钥的指纹：",
    to_verify: "核验提交凭证",
};
