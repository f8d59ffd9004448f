// A document that names its author.

export const AUTHOR = 'CANARY-AUTHOR-3';

/** By CRC-32, as ZIP wants it. */
function checksum(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

/** What the list of a ZIP file and the part itself say of it: unpacked, named, so long. */
function facts(name, content) {
  const bytes = Buffer.alloc(26);
  bytes.writeUInt16LE(20, 0);
  bytes.writeUInt16LE(0x5a21, 8);
  bytes.writeUInt32LE(checksum(content), 10);
  bytes.writeUInt32LE(content.length, 14);
  bytes.writeUInt32LE(content.length, 18);
  bytes.writeUInt16LE(name.length, 22);
  return bytes;
}

function zip(parts) {
  const [files, list] = [[], []];
  let at = 0;
  for (const [name, text] of parts) {
    const [title, content] = [Buffer.from(name), Buffer.from(text)];
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    const file = Buffer.concat([Buffer.from('PK\x03\x04'), facts(title, content), title, content]);
    list.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), facts(title, content), place, title]));
    files.push(file);
    at += file.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(Buffer.concat(list).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...files, ...list, end]);
}

/** A letter of one line, as a word processor writes it, not packed. */
export function document() {
  return zip([
    ['[Content_Types].xml', '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'],
    ['_rels/.rels', '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'],
    ['docProps/core.xml', `<cp:coreProperties><dc:creator>${AUTHOR}</dc:creator></cp:coreProperties>`],
    ['word/document.xml', '<w:document><w:body><w:p><w:r><w:t>谁收了钱</w:t></w:r></w:p></w:body></w:document>'],
  ]);
}
