// A photograph that tells with what and where it was taken.

export const CAMERA = 'CANARY-CAMERA-7';

// A grey square of 8 by 8, as small as JPEG gets.
const PLAIN = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/wAALCAAIAAgBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==',
  'base64',
);

function entry(tag, kind, count, value) {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt16LE(tag, 0);
  bytes.writeUInt16LE(kind, 2);
  bytes.writeUInt32LE(count, 4);
  bytes.writeUInt32LE(value, 8);
  return bytes;
}

/** The photograph as the camera wrote it: its maker, and a table of coordinates. */
export function photograph() {
  const start = 8 + 2 + 24 + 4;
  const maker = Buffer.from(`${CAMERA}\0`);
  const tiff = Buffer.concat([
    Buffer.from('II*\0\x08\0\0\0\x02\0', 'latin1'),
    entry(0x010f, 2, maker.length, start),
    entry(0x8825, 4, 1, start + maker.length),
    Buffer.alloc(4),
    maker,
    Buffer.from('\x01\0', 'latin1'),
    entry(1, 2, 2, 'N'.charCodeAt(0)),
    Buffer.alloc(4),
  ]);
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(exif.length + 2, 2);
  return Buffer.concat([PLAIN.subarray(0, 2), head, exif, PLAIN.subarray(2)]);
}
