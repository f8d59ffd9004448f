//! Simplified Chinese.

use model::RecusalSource;

use super::Texts;

fn source(source: RecusalSource, by: &str) -> String {
    match source {
        RecusalSource::Reporter => "反映人指明".to_owned(),
        RecusalSource::Unit => "来自反映人指明的单位".to_owned(),
        RecusalSource::Member => "本人申请回避".to_owned(),
        RecusalSource::Lead => format!("由{by}决定回避"),
    }
}

pub(super) static TEXTS: Texts = Texts {
    source,
    title: "不得知悉的人和单位",
    none: "没有人需要回避这一件。",
    units: "反映人指明的单位",
    names: "反映人指明的人",
    recuse_note: "选定的人从此看不到这一件：列表、搜索、统计、名单和审计记录里都没有。如果由他经办，改为无人经办。如果本单位再没有别人能办，就转到上一级单位。",
    recuse_who: "需要回避的人",
    recuse_why: "理由",
    recuse_why_hint: "与案件一同加密。本人回避可以不写理由。",
    readmit_note: "此人重新看得到这一件。反映人指明的不能解除；您自己决定的回避，由另一位负责人或保管员解除。",
    readmit_who: "解除谁的回避",
};
