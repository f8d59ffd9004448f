//! Documents: one that names its author, and one that was made to harm whoever reads it.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read, Write},
};

use flate2::{Compression, write::ZlibEncoder};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// Who wrote it.
pub const AUTHOR: &str = "CANARY-AUTHOR-3";

/// A letter of one line, as a word processor writes it.
pub fn document() -> Vec<u8> {
    letter("")
}

/// A small letter with a header that unpacks to more than anybody reads.
pub fn swollen_document() -> Vec<u8> {
    letter(&" ".repeat(260 << 20))
}

fn letter(header: &str) -> Vec<u8> {
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
    let leads = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
    let about = format!("<cp:coreProperties><dc:creator>{AUTHOR}</dc:creator></cp:coreProperties>");
    let text = "<w:document><w:body><w:p><w:r><w:t>谁收了钱</w:t></w:r></w:p></w:body></w:document>";
    let header = format!("<w:hdr>{header}</w:hdr>");
    let parts = [
        ("[Content_Types].xml", types),
        ("_rels/.rels", leads),
        ("docProps/core.xml", &about),
        ("word/document.xml", text),
        ("word/header1.xml", &header),
    ];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// What is in a document, by name.
pub fn parts(document: &[u8]) -> BTreeMap<String, String> {
    let mut archive = ZipArchive::new(Cursor::new(document)).unwrap();
    let one = |place| {
        let mut part = archive.by_index(place).unwrap();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        (part.name().unwrap().into_owned(), text)
    };
    let count = ZipArchive::new(Cursor::new(document)).unwrap().len();
    (0..count).map(one).collect()
}

/// A small PDF with one object inside that unpacks to fifteen million others.
pub fn bomb() -> Vec<u8> {
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    packed.write_all(b"9 0 [").unwrap();
    packed.write_all(&b"0 ".repeat(15_000_000)).unwrap();
    packed.write_all(b"]").unwrap();
    let packed = packed.finish().unwrap();
    let head = format!("<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length {} >>\nstream\n", packed.len());
    let objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Extra 9 0 R >>".to_vec(),
        [head.as_bytes(), &packed, b"\nendstream"].concat(),
    ];
    let (mut file, mut places) = (b"%PDF-1.5\n".to_vec(), String::from("0000000000 65535 f \n"));
    for (number, object) in (1..).zip(&objects) {
        places.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.extend_from_slice(&[format!("{number} 0 obj\n").as_bytes(), object, b"\nendobj\n"].concat());
    }
    let table = file.len();
    file.extend_from_slice(format!("xref\n0 5\n{places}trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").as_bytes());
    file
}
