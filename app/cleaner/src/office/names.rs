//! What a part is, by its name. Names are the document's own addresses: who lies about one breaks the document.

use model::Trace;

/// What is done with a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// It goes, and that is what it was.
    Dropped(Trace),
    /// Author, title, times.
    Core,
    /// Program, company, numbers of words.
    Application,
    Xml,
    Font,
    /// A file in the file.
    Content,
}

pub(super) fn role(name: &str) -> Role {
    let name = name.to_ascii_lowercase();
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", &name));
    let extension = file.rsplit_once('.').map_or("", |(_, extension)| extension);
    match (folder, file) {
        ("docprops", "core.xml") => Role::Core,
        ("docprops", "app.xml") => Role::Application,
        ("docprops", _) if file.starts_with("thumbnail") => Role::Dropped(Trace::Thumbnail),
        ("docprops/_rels", _) => Role::Dropped(Trace::Other),
        ("word", "people.xml") => Role::Dropped(Trace::Author),
        ("ppt", "revisioninfo.xml") => Role::Dropped(Trace::History),
        ("ppt/changesinfos", _) | ("xl/revisions", _) => Role::Dropped(Trace::History),
        ("_xmlsignatures", _) => Role::Dropped(Trace::Author),
        _ if folder.split('/').any(|folder| folder == "printersettings") => Role::Dropped(Trace::LocalPath),
        _ if !is_shown(&name) => Role::Dropped(Trace::Other),
        _ => match extension {
            "xml" | "rels" | "vml" | "svg" => Role::Xml,
            "odttf" | "fntdata" | "ttf" => Role::Font,
            _ => Role::Content,
        },
    }
}

/// Whether the document is shown from it: not so for data of other programs, labels of a company's network, additions to menus, tasks.
fn is_shown(name: &str) -> bool {
    let in_folder = ["word/", "xl/", "ppt/", "_rels/"].iter().any(|folder| name.starts_with(folder));
    name == "[content_types].xml" || in_folder && !name.contains("documenttasks")
}

/// The part that a relationship leads to, from the part whose relationships these are.
pub(super) fn target(relationships: &str, target: &str) -> String {
    // What belongs to `word/document.xml` stands in `word/_rels/document.xml.rels`.
    let base = relationships.rsplit_once("_rels/").map_or("", |(base, _)| base);
    let path = target.strip_prefix('/').map_or_else(|| format!("{base}{target}"), str::to_owned);
    let mut out: Vec<&str> = Vec::new();
    for step in path.split('/') {
        match step {
            "" | "." => {}
            ".." => _ = out.pop(),
            step => out.push(step),
        }
    }
    out.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_shown_stays() {
        for name in [
            "[Content_Types].xml",
            "_rels/.rels",
            "word/document.xml",
            "xl/worksheets/_rels/sheet1.xml.rels",
            "ppt/drawings/vmlDrawing1.vml",
        ] {
            assert_eq!(role(name), Role::Xml, "{name}");
        }
        for name in [
            "customXml/item1.xml",
            "docProps/custom.xml",
            "docMetadata/LabelInfo.xml",
            "customUI/ui.xml",
            "anything.txt",
            "word/documenttasks/a.xml",
        ] {
            assert_eq!(role(name), Role::Dropped(Trace::Other), "{name}");
        }
        assert_eq!(role("word/media/image1.jpeg"), Role::Content);
        assert_eq!(role("xl/printerSettings/printerSettings1.bin"), Role::Dropped(Trace::LocalPath));
    }

    #[test]
    fn relationships_lead_from_where_they_stand() {
        assert_eq!(target("_rels/.rels", "docProps/core.xml"), "docProps/core.xml");
        assert_eq!(target("word/_rels/document.xml.rels", "../customXml/item1.xml"), "customXml/item1.xml");
        assert_eq!(target("word/_rels/document.xml.rels", "/word/people.xml"), "word/people.xml");
        assert_eq!(target("_rels/.rels", "../../x"), "x");
    }
}
