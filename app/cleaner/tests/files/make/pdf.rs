//! A document of two pages with a canary in every place.

use lopdf::{Dictionary, Document, IncrementalDocument, Object, ObjectId, Stream, dictionary};

use super::pictures;
use crate::canary::CANARY;

pub fn text() -> Object {
    Object::string_literal(CANARY)
}

/// Stream of packed bytes.
fn packed(dictionary: Dictionary, bytes: &[u8]) -> Stream {
    let mut stream = Stream::new(dictionary, bytes.to_vec());
    stream.set_content(pictures::packed(bytes));
    stream.dict.set("Filter", "FlateDecode");
    stream
}

fn page_text(line: &str) -> Stream {
    packed(dictionary! {}, format!("BT /F1 12 Tf 72 700 Td ({line}) Tj ET").as_bytes())
}

fn page(document: &mut Document, parent: ObjectId, line: &str, more: Dictionary) -> ObjectId {
    let content = document.add_object(page_text(line));
    let font = document.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier" });
    let mut page = dictionary! {
        "Type" => "Page", "Parent" => parent, "Contents" => content, "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
    };
    page.extend(&more);
    document.add_object(page)
}

/// What a program of an office writes, signed, commented on, with a file and scripts in it.
fn document() -> Document {
    let mut document = Document::with_version("1.7");
    let pages = document.new_object_id();
    let xmp = document.add_object(packed(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, pictures::xmp().as_bytes()));
    let photo = document.add_object(Stream::new(
        dictionary! { "Type" => "XObject", "Subtype" => "Image", "Width" => 40, "Height" => 24, "Filter" => "DCTDecode", "Metadata" => xmp },
        pictures::jpeg(),
    ));
    let mut jpeg2000 = super::boxes::part(b"jP  ", &[b"\r\n\x87\n"]);
    jpeg2000.extend(super::boxes::part(b"xml ", &[CANARY.as_bytes()]));
    jpeg2000.extend(super::boxes::part(
        b"jp2c",
        &[b"\xFF\x4F\xFF\x64", &(CANARY.len() as u16 + 4).to_be_bytes(), b"\0\x01", CANARY.as_bytes(), b"\xFF\xD9"],
    ));
    let other_photo = document.add_object(Stream::new(dictionary! { "Subtype" => "Image", "Filter" => "JPXDecode" }, jpeg2000));
    let profile = document.add_object(packed(dictionary! { "N" => 3 }, &pictures::profile()));
    let comment = dictionary! {
        "Type" => "Annot", "Subtype" => "Text", "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()],
        "Contents" => Object::string_literal("Who paid?"), "T" => text(), "M" => text(), "NM" => text(),
    };
    let script = dictionary! { "S" => "JavaScript", "JS" => text() };
    let link = dictionary! { "Type" => "Annot", "Subtype" => "Link", "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()], "A" => script.clone() };
    let link_to = |action: Dictionary| {
        dictionary! { "Type" => "Annot", "Subtype" => "Link", "Rect" => vec![0.into(), 0.into(), 9.into(), 9.into()], "A" => action }
    };
    let to_disk = link_to(dictionary! { "S" => "URI", "URI" => Object::string_literal(format!("file:///C:/{CANARY}/a.html")) });
    let to_law = link_to(dictionary! { "S" => "URI", "URI" => Object::string_literal("https://example.org/law") });
    let to_other = link_to(dictionary! { "S" => "GoToR", "F" => Object::string_literal(format!("../{CANARY}/annex.pdf")) });
    let signature =
        document.add_object(dictionary! { "Type" => "Sig", "Name" => text(), "ByteRange" => vec![0.into()], "Contents" => text() });
    let field = dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig", "T" => Object::string_literal("field 1"), "V" => signature,
        "Rect" => vec![0.into(), 0.into(), 0.into(), 0.into()],
    };
    let field = document.add_object(field);
    let more = dictionary! {
        "PieceInfo" => dictionary! { "Word" => dictionary! { "Private" => text() } }, "LastModified" => text(),
        "Thumb" => document.new_object_id(), "AA" => dictionary! { "O" => script.clone() }, "Annots" => vec![comment.into(), link.into(), field.into(), to_disk.into(), to_law.into(), to_other.into()],
        "Extra" => dictionary! { "Photo" => photo, "Other" => other_photo, "Profile" => vec!["ICCBased".into(), profile.into()] },
    };
    let first = page(&mut document, pages, "Page one tells of a bridge.", more);
    let second = page(&mut document, pages, "Page two names the sum.", dictionary! {});
    document.objects.insert(pages, dictionary! { "Type" => "Pages", "Count" => 2, "Kids" => vec![first.into(), second.into()] }.into());
    let file = document.add_object(packed(dictionary! { "Params" => dictionary! { "ModDate" => text() } }, &super::office::xlsx()));
    let path = Object::string_literal(format!("C:\\Users\\{CANARY}\\sums.xlsx"));
    let apart = document.add_object(path.clone());
    let specification = dictionary! { "F" => path, "UF" => apart, "EF" => dictionary! { "F" => file } };
    let names = dictionary! {
        "JavaScript" => dictionary! { "Names" => vec![text(), script.clone().into()] },
        "EmbeddedFiles" => dictionary! { "Names" => vec![Object::string_literal("sums"), specification.into()] },
    };
    let catalog = document.add_object(dictionary! {
        "Type" => "Catalog", "Pages" => pages, "Metadata" => xmp, "OpenAction" => script, "Names" => names, "Perms" => dictionary! { "DocMDP" => signature },
        "AcroForm" => dictionary! { "Fields" => vec![field.into()], "SigFlags" => 3 },
    });
    let info = document.add_object(dictionary! {
        "Author" => text(), "Creator" => text(), "CreationDate" => text(), "Title" => text(), "Company" => text(), "Number" => text(),
    });
    document.trailer.set("Root", catalog);
    document.trailer.set("Info", info);
    document.trailer.set("ID", vec![text(), text()]);
    document.add_object(text());
    document
}

fn saved(mut document: Document) -> Vec<u8> {
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

/// With an earlier state, in which a name still stood on a page, and bytes behind the end.
pub fn pdf() -> Vec<u8> {
    let mut before = document();
    let second = before.get_pages()[&2];
    let content = before.get_page_contents(second)[0];
    let named = page_text(&format!("Page two names {CANARY}."));
    before.objects.insert(content, named.into());
    let before = saved(before);
    let mut update = IncrementalDocument::create_from(before.clone(), Document::load_mem(&before).unwrap());
    update.new_document.objects.insert(content, page_text("Page two names the sum.").into());
    let mut out = Vec::new();
    update.save_to(&mut out).unwrap();
    out.extend_from_slice(CANARY.as_bytes());
    out
}

/// One that asks for a password.
pub fn locked() -> Vec<u8> {
    let mut document = one_page(dictionary! {});
    let key = dictionary! {
        "Filter" => "Standard", "V" => 1, "R" => 2, "P" => -4, "O" => Object::string_literal("o".repeat(32)), "U" => Object::string_literal("u".repeat(32)),
    };
    let key = document.add_object(key);
    document.trailer.set("Encrypt", key);
    document.trailer.set("ID", vec![text(), text()]);
    saved(document)
}

/// One page that leads to this.
pub fn with(object: impl Into<Object>) -> Vec<u8> {
    saved(one_page(object))
}

fn one_page(object: impl Into<Object>) -> Document {
    let mut document = Document::with_version("1.5");
    let pages = document.new_object_id();
    let object = document.add_object(object);
    let page = page(&mut document, pages, "One page.", dictionary! { "Extra" => object });
    document.objects.insert(pages, dictionary! { "Type" => "Pages", "Count" => 1, "Kids" => vec![page.into()] }.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    document
}
