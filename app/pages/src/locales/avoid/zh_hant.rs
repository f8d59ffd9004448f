//! Traditional Chinese.

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    summary: "不能讓誰知道？（選填）",
    note: "寫明不能看到您反映內容的人和單位，例如被反映人就在信訪單位工作。反映會交給不涉及他們的最近上級。下一頁會告訴您交給哪個單位。",
    people: "人",
    people_hint: "只寫全名就夠了，一行一個，或用頓號、逗號隔開，最多 10 個。姓名與您的反映一同密封。平台只把每個姓名的標記與工作人員的標記比對，比對後不留；但運行平台的人如果想到某個姓名，可以驗證是不是它。",
    unit: "單位",
    unit_hint: "一次選一個，下一頁可以再加。",
    names: "不能知道的人",
    units: "不能知道的單位",
    nobody: "沒有",
    route_around: "交給不涉及您所指的人和單位的最近上級。",
    route_unfree: "上級都涉及您所指的人，只能留在這裡。",
    by_rule: "您指明的人在這個單位工作。此人看不到您的反映，但只靠平台的規則：單位成員持有的單位金鑰本來打得開它。",
    not_this_unit: "不能讓這個單位知道",
    drop: |unit| format!("從名單中去掉{unit}"),
};
