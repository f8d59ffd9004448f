//! What a document says about itself. The parts stay, since others lead to them, and say nothing.

use model::Trace;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::CleanError;
use crate::bytes::says_something;
use crate::found::Found;

pub(super) const CORE: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    "\n",
    r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>"#
);
pub(super) const APPLICATION: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    "\n",
    r#"<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>"#
);

/// The part that says nothing. What it said is noted by the names of the elements that held text.
pub(super) fn replace(content: &[u8], empty: &str, found: &mut Found) -> Result<Vec<u8>, CleanError> {
    if content != empty.as_bytes() {
        let text = std::str::from_utf8(content).map_err(|_| CleanError::Malformed)?;
        note(text, found).map_err(|_| CleanError::Malformed)?;
    }
    Ok(empty.as_bytes().to_vec())
}

fn note(text: &str, found: &mut Found) -> Result<(), quick_xml::Error> {
    let mut reader = Reader::from_str(text);
    let mut last = Trace::Other;
    loop {
        match reader.read_event()? {
            Event::Start(tag) => last = meaning(tag.local_name().as_ref()),
            Event::Text(text) => found.add_if(!text.trim().is_empty(), last),
            Event::CData(text) => found.add_if(says_something(text.as_bytes()), last),
            Event::Eof => return Ok(()),
            _ => {}
        }
    }
}

fn meaning(element: &str) -> Trace {
    match element {
        "creator" | "lastModifiedBy" => Trace::Author,
        "Company" | "Manager" => Trace::Organisation,
        "created" | "modified" | "lastPrinted" => Trace::Time,
        "Application" | "AppVersion" => Trace::Software,
        "title" | "subject" | "description" | "keywords" | "category" => Trace::Comment,
        "revision" | "version" | "TotalTime" => Trace::History,
        "Template" | "HyperlinkBase" => Trace::LocalPath,
        _ => Trace::Other,
    }
}
