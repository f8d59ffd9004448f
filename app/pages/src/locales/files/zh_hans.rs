//! Simplified Chinese.

use cleaner::{CleanError, Finding};

use super::Texts;

pub(super) static TEXTS: Texts = Texts {
    finding: |finding| match finding {
        Finding::Location => "GPS 位置",
        Finding::Device => "拍摄设备或屏幕",
        Finding::Author => "作者姓名",
        Finding::Organisation => "公司或部门名称",
        Finding::Time => "制作或修改时间",
        Finding::Software => "所用软件",
        Finding::Thumbnail => "缩略图",
        Finding::Comment => "标题、关键词或说明",
        Finding::History => "历史版本或编辑记录编号",
        Finding::EmbeddedVideo => "照片中附带的视频",
        Finding::TrailingData => "隐藏的数据",
        Finding::LocalPath => "作者电脑上的文件路径或打印机",
        Finding::Script => "脚本或打开时自动执行的内容",
        Finding::OtherMetadata => "其他附带信息",
    },
    not_cleaned: |error| match error {
        CleanError::Unsupported => "这类文件或其中的内容无法清理。",
        CleanError::TooLarge => "文件太大，无法清理。",
        CleanError::Malformed => "文件已损坏，或与其类型不符，无法确定其中还有什么。",
        CleanError::Encrypted => "文件设有密码，无法清理其中的内容。如需清理，请另存为无密码的文件。",
        CleanError::SamplesPassed => "该视频在文件末尾才说明其中的位置或设备信息。请在启用脚本的浏览器中上传，即可清理。",
    },
};
