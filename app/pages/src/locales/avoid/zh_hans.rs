//! Simplified Chinese.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    summary: "不能让谁知道？（选填）",
    note: "写明不能看到您反映内容的人和单位，例如被反映人就在信访单位工作。反映会交给不涉及他们的最近上级。下一页会告诉您交给哪个单位。",
    people: "人",
    people_hint: "只写全名就够了，一行一个，或用顿号、逗号隔开，最多 10 个。姓名与您的反映一同密封。平台只把每个姓名的标记与工作人员的标记比对，比对后不留；但运行平台的人如果想到某个姓名，可以验证是不是它。",
    unit: "单位",
    unit_hint: "一次选一个，下一页可以再加。",
    names: "不能知道的人",
    units: "不能知道的单位",
    nobody: "没有",
    route_around: "交给不涉及您所指的人和单位的最近上级。",
    route_unfree: "上级都涉及您所指的人，只能留在这里。",
    by_rule: "您指明的人在这个单位工作。此人看不到您的反映，但只靠平台的规则：单位成员持有的单位密钥本来打得开它。",
    not_this_unit: "不能让这个单位知道",
    drop: |unit| format!("从名单中去掉{unit}"),
};
