//! Traditional Chinese.

use model::RecusalSource;

use super::Texts;

fn source(source: RecusalSource, by: &str) -> String {
    match source {
        RecusalSource::Reporter => "反映人指明".to_owned(),
        RecusalSource::Unit => "來自反映人指明的單位".to_owned(),
        RecusalSource::Member => "本人申請迴避".to_owned(),
        RecusalSource::Lead => format!("由{by}決定迴避"),
    }
}

pub(super) static TEXTS: Texts = Texts {
    source,
    title: "不得知悉的人和單位",
    none: "沒有人需要迴避這一件。",
    units: "反映人指明的單位",
    names: "反映人指明的人",
    recuse_note: "選定的人從此看不到這一件：列表、搜尋、統計、名單和稽核紀錄裡都沒有。如果由他經辦，改為無人經辦。如果本單位再沒有別人能辦，就轉到上一級單位。",
    recuse_who: "需要迴避的人",
    recuse_why: "理由",
    recuse_why_hint: "與案件一同加密。本人迴避可以不寫理由。",
    readmit_note: "此人重新看得到這一件。反映人指明的不能解除；您自己決定的迴避，由另一位負責人或保管員解除。",
    readmit_who: "解除誰的迴避",
};
