//! Documents with a canary in every place.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::{boxes, pictures};
use crate::canary::CANARY;

/// Packs parts as a program of today does: each with the time of writing.
pub fn archive(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let written = DateTime::from_date_and_time(2026, 11, 25, 22, 30, 0).unwrap();
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(written);
    for (name, content) in parts {
        writer.start_file(*name, options).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.set_comment(CANARY).unwrap();
    writer.finish().unwrap().into_inner()
}

/// Everything in it, unpacked by other code than that which cleans.
pub fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let one = |n| {
        let mut file = archive.by_index(n).unwrap();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        (file.name().unwrap().into_owned(), content)
    };
    (0..bytes_count(bytes)).map(one).collect()
}

fn bytes_count(bytes: &[u8]) -> usize {
    ZipArchive::new(Cursor::new(bytes)).unwrap().len()
}

fn text(template: &str) -> Vec<u8> {
    template.replace("CANARY", CANARY).into_bytes()
}

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/docProps/custom.xml" ContentType="c"/><Override PartName="/MAIN" ContentType="m"/></Types>"#;

fn common(main: &str) -> Vec<(&str, Vec<u8>)> {
    let relationships = r#"<Relationships><Relationship Id="1" Type="http://x/officeDocument" Target="MAIN"/><Relationship Id="2" Type="http://x/thumbnail" Target="docProps/thumbnail.jpeg"/><Relationship Id="3" Type="http://x/custom-properties" Target="docProps/custom.xml"/><Relationship Id="4" Type="http://x/core-properties" Target="docProps/core.xml"/></Relationships>"#;
    vec![
        ("[Content_Types].xml", TYPES.replace("MAIN", main).into_bytes()),
        ("_rels/.rels", relationships.replace("MAIN", main).into_bytes()),
        (
            "docProps/core.xml",
            text(
                "<cp:coreProperties><dc:title>CANARY</dc:title><dc:creator>CANARY</dc:creator><cp:lastModifiedBy>CANARY</cp:lastModifiedBy><cp:revision>7</cp:revision><dcterms:created>2026-11-25T22:30:00Z</dcterms:created></cp:coreProperties>",
            ),
        ),
        (
            "docProps/app.xml",
            text(
                "<Properties><Template>CANARY.dotm</Template><Application>CANARY</Application><Company>CANARY</Company><Pages>3</Pages></Properties>",
            ),
        ),
        ("docProps/custom.xml", text("<Properties><property name='CANARY'/></Properties>")),
        ("docProps/thumbnail.jpeg", pictures::jpeg()),
        ("customXml/item1.xml", text("<x>CANARY</x>")),
        ("docMetadata/LabelInfo.xml", text("<x>CANARY</x>")),
    ]
}

/// A report with tracked changes, comments, a photo, a video and a table in it.
pub fn docx() -> Vec<u8> {
    let document = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- CANARY --><w:document xmlns:w="http://w" w:rsidR="00CANARY"><w:body><w:p w:rsidR="00AA11BB" w:rsidRDefault="00AA11BB"><w:r><w:t xml:space="preserve">The road &amp; the bridge </w:t></w:r><w:ins w:id="1" w:author="CANARY" w:date="2026-11-25T22:30:00Z"><w:r><w:t>were never built.</w:t></w:r></w:ins><w:del w:id="2" w:author="CANARY"><w:r><w:delText>may be</w:delText></w:r></w:del></w:p><w:p><w:r><w:instrText>INCLUDEPICTURE "C:\\Users\\CANARY\\a.png"</w:instrText></w:r><wp:docPr id="1" name="Picture 1" descr="C:\Users\CANARY\photo.jpg"/></w:p></w:body></w:document>"#;
    let relationships = r#"<Relationships><Relationship Id="1" Type="http://x/customXml" Target="../customXml/item1.xml"/><Relationship Id="2" Type="http://x/people" Target="people.xml"/><Relationship Id="3" Type="http://x/image" Target="media/image1.jpeg"/><Relationship Id="4" Type="http://x/image" TargetMode="External" Target="file:///C:\Users\CANARY\b.png"/></Relationships>"#;
    let mut drawing = vec![0; 88];
    drawing[0] = 1;
    drawing[40..44].copy_from_slice(b" EMF");
    drawing[60] = CANARY.len() as u8;
    drawing[64] = 88;
    drawing.extend(CANARY.encode_utf16().flat_map(u16::to_le_bytes));
    let mut all = common("word/document.xml");
    all.extend([
        ("word/document.xml", text(document)),
        ("word/_rels/document.xml.rels", text(relationships)),
        ("word/comments.xml", text(r#"<w:comments><w:comment w:id="0" w:author="CANARY" w:initials="CANARY" w:date="2026-11-25T22:30:00Z"><w:p><w:t>Who signed?</w:t></w:p></w:comment></w:comments>"#)),
        ("word/people.xml", text(r#"<w15:people><w15:person w15:author="CANARY"/></w15:people>"#)),
        ("word/settings.xml", text(r#"<w:settings><w:attachedTemplate r:id="rId1"/><w:rsids><w:rsidRoot w:val="00CANARY"/></w:rsids><w14:docId w14:val="CANARY"/><w:zoom w:percent="100"/></w:settings>"#)),
        ("word/_rels/settings.xml.rels", text(r#"<Relationships><Relationship Id="rId1" Type="http://x/attachedTemplate" TargetMode="External" Target="https://CANARY/a.dotm"/></Relationships>"#)),
        ("word/media/image1.jpeg", pictures::jpeg()),
        ("word/media/image2.png", pictures::png()),
        ("word/media/image3.emf", drawing),
        ("word/media/media1.mp4", boxes::video(b"isom", boxes::Head::Last, true)),
        ("word/embeddings/table.xlsx", xlsx()),
        ("_xmlsignatures/sig1.xml", text("<x>CANARY</x>")),
    ]);
    archive(&all)
}

/// A table with comments, links to other files, and a printer.
pub fn xlsx() -> Vec<u8> {
    let mut all = common("xl/workbook.xml");
    all.extend([
        ("xl/workbook.xml", text(r#"<workbook><fileVersion appName="CANARY"/><fileSharing userName="CANARY"/><mc:AlternateContent><mc:Choice Requires="x15"><x15ac:absPath url="C:\Users\CANARY\"/></mc:Choice></mc:AlternateContent><xr:revisionPtr documentId="CANARY"/><sheets><sheet name="Accounts" sheetId="1" r:id="rId1"/></sheets></workbook>"#)),
        ("xl/worksheets/sheet1.xml", text(r#"<worksheet xr:uid="CANARY"><sheetData><row><c t="str"><v>42</v></c></row></sheetData><scenarios><scenario user="CANARY" comment="CANARY"/></scenarios><pageSetup paperSize="9" r:id="rId1"/></worksheet>"#)),
        ("xl/worksheets/_rels/sheet1.xml.rels", text(r#"<Relationships><Relationship Id="rId1" Type="http://x/printerSettings" Target="../printerSettings/printerSettings1.bin"/></Relationships>"#)),
        ("xl/printerSettings/printerSettings1.bin", text("CANARY")),
        ("xl/comments1.xml", text("<comments><authors><author>CANARY</author></authors><commentList><comment ref='A1' authorId='0'><text>Why?</text></comment></commentList></comments>")),
        ("xl/persons/person.xml", text(r#"<personList><person displayName="CANARY" id="{1}" userId="CANARY" providerId="CANARY"/></personList>"#)),
        ("xl/threadedComments/threadedComment1.xml", text(r#"<ThreadedComments><threadedComment ref="A1" dT="2026-11-25CANARY" personId="{1}"><text>Why?</text></threadedComment></ThreadedComments>"#)),
        ("xl/pivotCache/pivotCacheDefinition1.xml", text(r#"<pivotCacheDefinition refreshedBy="CANARY" refreshedDate="46000.1"/>"#)),
        ("xl/externalLinks/_rels/externalLink1.xml.rels", text(r#"<Relationships><Relationship Id="1" TargetMode="External" Target="\\CANARY\share\b.xlsx"/></Relationships>"#)),
        ("xl/revisions/userNames.xml", text("<users>CANARY</users>")),
    ]);
    archive(&all)
}

/// Slides with comments of both kinds.
pub fn pptx() -> Vec<u8> {
    let mut all = common("ppt/presentation.xml");
    all.extend([
        ("ppt/presentation.xml", text("<p:presentation/>")),
        ("ppt/slides/slide1.xml", text("<p:sld><a:t>What the director owns</a:t></p:sld>")),
        ("ppt/commentAuthors.xml", text(r#"<p:cmAuthorLst><p:cmAuthor id="1" name="CANARY" initials="CANARY"/></p:cmAuthorLst>"#)),
        ("ppt/authors.xml", text(r#"<p188:authorLst><p188:author id="{1}" name="CANARY" initials="CANARY" userId="CANARY" providerId="CANARY"/></p188:authorLst>"#)),
        ("ppt/comments/comment1.xml", text(r#"<p:cmLst><p:cm authorId="1" dt="2026-11-25CANARY"><p:text>Source?</p:text></p:cm></p:cmLst>"#)),
        ("ppt/comments/modernComment1.xml", text(r#"<p188:cmLst><p188:cm created="2026-11-25CANARY"/></p188:cmLst>"#)),
        ("ppt/changesInfos/changesInfo1.xml", text("<x>CANARY</x>")),
        ("ppt/revisionInfo.xml", text("<x>CANARY</x>")),
    ]);
    archive(&all)
}

/// A document with this part beside what one has to have.
pub fn docx_with(name: &str, content: Vec<u8>) -> Vec<u8> {
    archive(&[("[Content_Types].xml", b"<Types/>".to_vec()), ("word/document.xml", b"<w:document/>".to_vec()), (name, content)])
}
