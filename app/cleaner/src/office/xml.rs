//! The XML of a part, without who wrote it, when, in which session, and where on the disk.

use model::Trace;
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use quick_xml::{Reader, Writer};

use super::names::{self, Role};
use crate::CleanError;
use crate::found::Found;

/// Writes the part anew.
pub(super) fn rewrite(name: &str, content: &[u8], found: &mut Found) -> Result<Vec<u8>, CleanError> {
    let text = std::str::from_utf8(content).map_err(|_| CleanError::Unsupported)?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut part = Part { name, out: Writer::new(Vec::with_capacity(content.len())), open: 0, found };
    part.copy(text).map_err(|_| CleanError::Malformed)?;
    if part.open == 0 { Ok(part.out.into_inner()) } else { Err(CleanError::Malformed) }
}

/// What becomes of an element.
enum Element {
    Keep,
    /// It goes with all that is in it.
    Drop(Trace),
    /// It stays, without what is in it.
    Empty(Trace),
}

/// What becomes of an attribute.
enum Attribute {
    Keep,
    Drop(Trace),
    Set(&'static str, Trace),
}

struct Part<'a> {
    name: &'a str,
    out: Writer<Vec<u8>>,
    open: usize,
    found: &'a mut Found,
}

impl Part<'_> {
    fn copy(&mut self, text: &str) -> Result<(), quick_xml::Error> {
        let mut reader = Reader::from_str(text);
        loop {
            match reader.read_event()? {
                Event::Eof => return Ok(()),
                Event::Start(tag) => self.start(&mut reader, &tag)?,
                Event::Empty(tag) => match self.element(&tag)? {
                    Element::Drop(trace) => self.found.add(trace),
                    Element::Keep | Element::Empty(_) => {
                        let tag = self.tag(&tag)?;
                        self.out.write_event(Event::Empty(tag))?;
                    }
                },
                Event::End(tag) => {
                    self.open = self.open.saturating_sub(1);
                    self.out.write_event(Event::End(tag))?;
                }
                Event::Comment(_) | Event::PI(_) => self.found.add(Trace::Comment),
                // No document has one; it could name files, or grow without end.
                Event::DocType(_) => return Err(quick_xml::errors::IllFormedError::MissingDoctypeName.into()),
                event @ (Event::Text(_) | Event::CData(_) | Event::Decl(_) | Event::GeneralRef(_)) => self.out.write_event(event)?,
            }
        }
    }

    fn start<'r>(&mut self, reader: &mut Reader<&'r [u8]>, tag: &BytesStart<'r>) -> Result<(), quick_xml::Error> {
        match self.element(tag)? {
            Element::Drop(trace) => {
                self.found.add(trace);
                reader.read_to_end(tag.name())?;
            }
            Element::Empty(trace) => {
                let inner = reader.read_text(tag.name())?;
                self.found.add_if(!inner.is_empty(), trace);
                self.element_with(tag, "")?;
            }
            // The instructions of a field, which may name a file.
            Element::Keep if tag.local_name().as_ref() == "instrText" => {
                let inner = reader.read_text(tag.name())?;
                let has_path = holds_path(&inner);
                self.found.add_if(has_path, Trace::LocalPath);
                self.element_with(tag, if has_path { "" } else { &inner })?;
            }
            Element::Keep => {
                self.open += 1;
                let tag = self.tag(tag)?;
                self.out.write_event(Event::Start(tag))?;
            }
        }
        Ok(())
    }

    fn element_with(&mut self, tag: &BytesStart<'_>, inner: &str) -> Result<(), quick_xml::Error> {
        let start = self.tag(tag)?;
        self.out.write_event(Event::Start(start))?;
        self.out.write_event(Event::Text(BytesText::from_escaped(inner)))?;
        self.out.write_event(Event::End(BytesEnd::new(tag.name().into_inner())))?;
        Ok(())
    }

    /// The tag with the attributes that stay.
    fn tag(&mut self, tag: &BytesStart<'_>) -> Result<BytesStart<'static>, quick_xml::Error> {
        let element = tag.local_name();
        let mut out = BytesStart::new(tag.name().into_inner().to_owned());
        for attribute in tag.attributes().with_checks(false) {
            let attribute = attribute?;
            let (prefix, name) = attribute.key.into_inner().split_once(':').unwrap_or(("", attribute.key.into_inner()));
            match attribute_rule(element.as_ref(), prefix, name, &attribute.value) {
                Attribute::Keep => out.push_attribute(attribute),
                Attribute::Drop(trace) => self.found.add(trace),
                Attribute::Set(value, trace) => {
                    self.found.add_if(attribute.value != value, trace);
                    out.push_attribute((attribute.key.into_inner(), value));
                }
            }
        }
        Ok(out)
    }

    fn element(&self, tag: &BytesStart<'_>) -> Result<Element, quick_xml::Error> {
        Ok(match tag.local_name().as_ref() {
            "Relationship" if self.leads_to_dropped(tag, "Target")? => Element::Drop(Trace::Other),
            "Override" if self.leads_to_dropped(tag, "PartName")? => Element::Drop(Trace::Other),
            "rsids" | "docId" | "revisionPtr" => Element::Drop(Trace::History),
            "attachedTemplate" | "mailMerge" | "absPath" => Element::Drop(Trace::LocalPath),
            // Around the path that the table was saved under.
            "AlternateContent" if self.name.ends_with("workbook.xml") => Element::Drop(Trace::LocalPath),
            "fileVersion" => Element::Drop(Trace::Software),
            "fileSharing" => Element::Drop(Trace::Author),
            "docVars" => Element::Drop(Trace::Other),
            // In drawings of other programs.
            "metadata" | "namedview" if self.name.ends_with(".svg") => Element::Drop(Trace::Other),
            "script" if self.name.ends_with(".svg") => Element::Drop(Trace::Script),
            "author" if self.name.starts_with("xl/") => Element::Empty(Trace::Author),
            _ => Element::Keep,
        })
    }

    /// Whether this attribute names a part that goes, or a template or signature of a kind that does.
    fn leads_to_dropped(&self, tag: &BytesStart<'_>, attribute: &str) -> Result<bool, quick_xml::Error> {
        let value = |name| tag.try_get_attribute(name).map(|found| found.map(|attribute| attribute.value.into_owned()));
        let (Some(target), kind) = (value(attribute)?, value("Type")?.unwrap_or_default()) else { return Ok(false) };
        let is_template = kind.ends_with("/attachedTemplate") || kind.ends_with("/mailMergeSource");
        let is_outside = value("TargetMode")?.as_deref() == Some("External");
        let part = names::target(if attribute == "Target" { self.name } else { "" }, &target);
        Ok(is_template || !is_outside && matches!(names::role(&part), Role::Dropped(_)))
    }
}

fn attribute_rule(element: &str, prefix: &str, name: &str, value: &str) -> Attribute {
    match (element, name) {
        _ if prefix == "xmlns" || name == "xmlns" => Attribute::Keep,
        _ if name.starts_with("rsid") => Attribute::Drop(Trace::History),
        (_, "uid") if prefix.starts_with("xr") => Attribute::Drop(Trace::History),
        ("cmAuthor" | "author", "name") | ("person", "displayName") | (_, "author") => Attribute::Set("Author", Trace::Author),
        ("cmAuthor" | "author" | "comment", "initials") => Attribute::Set("A", Trace::Author),
        (_, "userId") => Attribute::Set("", Trace::Author),
        (_, "providerId") => Attribute::Set("None", Trace::Author),
        (_, "refreshedBy") | ("scenario", "user") | ("permStart", "ed") => Attribute::Drop(Trace::Author),
        // Who may write where, by their names in a company's network; and who looked at a table last.
        ("protectedRange", "securityDescriptor") => Attribute::Drop(Trace::Author),
        ("customWorkbookView", "name") => Attribute::Set("Author", Trace::Author),
        ("scenario", "comment") => Attribute::Drop(Trace::Comment),
        (_, "date" | "dateUtc" | "dT" | "dt" | "refreshedDate" | "refreshedDateIso") => Attribute::Drop(Trace::Time),
        ("cm" | "reply", "created") => Attribute::Set("1980-01-01T00:00:00.000", Trace::Time),
        // Which printer; what it leads to goes.
        ("pageSetup", "id") => Attribute::Drop(Trace::LocalPath),
        ("Relationship", "Target") if is_path(value) => Attribute::Set("about:blank", Trace::LocalPath),
        // How numbers are written may look like a path, hours before minutes.
        (_, "formatCode") => Attribute::Keep,
        ("dbPr", "connection") => Attribute::Set("", Trace::LocalPath),
        (_, "instr") if holds_path(value) => Attribute::Set("", Trace::LocalPath),
        _ if is_path(value) => Attribute::Set("", Trace::LocalPath),
        _ => Attribute::Keep,
    }
}

/// Whether it is the path of a file on a disk or in a company's network.
fn is_path(value: &str) -> bool {
    let bytes = value.as_bytes();
    let has_drive = bytes.first().is_some_and(u8::is_ascii_alphabetic) && matches!(bytes.get(1..3), Some([b':', b'\\' | b'/']));
    has_drive
        || value.starts_with("\\\\")
        || value.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("file:"))
        || value.starts_with("/Users/")
        || value.starts_with("/home/")
}

/// Whether there is a path among other words.
fn holds_path(value: &str) -> bool {
    value.split([' ', '"']).chain(value.split("&quot;")).any(is_path)
}
