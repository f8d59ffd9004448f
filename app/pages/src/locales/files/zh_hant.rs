//! Traditional Chinese.

use cleaner::{CleanError, Finding};

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    finding: |finding| match finding {
        Finding::Location => "GPS 位置",
        Finding::Device => "拍攝設備或螢幕",
        Finding::Author => "作者姓名",
        Finding::Organisation => "公司或部門名稱",
        Finding::Time => "製作或修改時間",
        Finding::Software => "所用軟體",
        Finding::Thumbnail => "縮圖",
        Finding::Comment => "標題、關鍵詞或說明",
        Finding::History => "歷史版本或編輯記錄編號",
        Finding::EmbeddedVideo => "照片中附帶的影片",
        Finding::TrailingData => "隱藏的資料",
        Finding::LocalPath => "作者電腦上的檔案路徑或印表機",
        Finding::Script => "指令碼或開啟時自動執行的內容",
        Finding::OtherMetadata => "其他附帶資訊",
    },
    not_cleaned: |error| match error {
        CleanError::Unsupported => "這類檔案或其中的內容無法清理。",
        CleanError::TooLarge => "檔案太大，無法清理。",
        CleanError::Malformed => "檔案已損壞，或與其類型不符，無法確定其中還有什麼。",
        CleanError::Encrypted => "檔案設有密碼，無法清理其中的內容。如需清理，請另存為無密碼的檔案。",
        CleanError::SamplesPassed => "該影片在檔案末尾才說明其中的位置或設備資訊。請在啟用指令碼的瀏覽器中上傳，即可清理。",
    },
};
