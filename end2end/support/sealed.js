// What a browser sent, and the keys that it must not have sent: computed here from the receipt code, by Node's own cryptography.
import { createDecipheriv, hkdfSync } from 'node:crypto';

const RECEIPT_SALT = 'qingfeng/receipt/1';
const HOLDER_REPORTER = 2;
const PURPOSE_REPORT = 1;
const SLOT_REPORT = 1;
const SLOT_FILE = 30;
const SIGNATURE = 64;

/** Keeps every request that the page makes from now on: method, address, headers, body. */
export function capture(page) {
  const sent = [];
  page.on('request', async (request) => {
    const entry = { method: request.method(), url: request.url(), body: request.postDataBuffer() ?? Buffer.alloc(0), headers: '' };
    sent.push(entry);
    entry.headers = JSON.stringify(await request.allHeaders().catch(() => ({})));
  });
  return sent;
}

/** All keys that follow from a receipt code; `staging` is one half of what [stagingKey] makes. */
export function keysOf(code) {
  const derive = (label) => Buffer.from(hkdfSync('sha256', code.replaceAll('-', ''), RECEIPT_SALT, label, 32));
  return Object.fromEntries(['lookup', 'wrap', 'x-wing', 'ed25519', 'proof', 'staging'].map((label) => [label, derive(label)]));
}

/** Opens what `seal` made: suite, version, salt (32), commitment (32), ciphertext, tag (16). */
function open(sealed, secret, label, aad) {
  const [salt, body, tag] = [sealed.subarray(2, 34), sealed.subarray(66, -16), sealed.subarray(-16)];
  const derived = Buffer.from(hkdfSync('sha256', secret, salt, Buffer.concat([sealed.subarray(0, 2), Buffer.from(label)]), 76));
  if (!derived.subarray(0, 32).equals(sealed.subarray(34, 66))) throw new Error('sealed with another key');
  const cipher = createDecipheriv('aes-256-gcm', derived.subarray(32, 64), derived.subarray(64));
  cipher.setAAD(aad);
  cipher.setAuthTag(tag);
  return Buffer.concat([cipher.update(body), cipher.final()]);
}

function bytes(...parts) {
  return Buffer.concat(parts.map(([value, width]) => {
    const part = Buffer.alloc(width);
    if (width === 8) part.writeBigInt64BE(BigInt(value));
    else part.writeUIntBE(value, 0, width);
    return part;
  }));
}

/** The data key and the content of a sealed report, opened with the reporter's wrapping key. */
export function openReport(ask, caseId, wrap) {
  const { reporter, ciphertext } = ask.sealed.report;
  const holder = bytes([caseId, 8], [0, 4], [PURPOSE_REPORT, 1], [HOLDER_REPORTER, 1], [0, 8]);
  const key = open(Buffer.from(reporter, 'base64'), wrap, 'qingfeng/wrapped-key', holder);
  const place = bytes([caseId, 8], [SLOT_REPORT, 1], [0, 4], [0, 4]);
  const plain = open(Buffer.from(ciphertext, 'base64'), key, 'qingfeng/content', place).subarray(SIGNATURE);
  return { key, content: JSON.parse(plain.subarray(0, plain.lastIndexOf(0x80))) };
}

/** The key under which files wait to be sent: it takes the code and the case's first data key. */
export function stagingKey(code, dataKey) {
  return Buffer.from(hkdfSync('sha256', keysOf(code).staging, dataKey, 'qingfeng/staging/2', 32));
}

/** What is known of a file that waits, opened: its name and its key among it. */
export function openStaged(known, caseId, number, staging) {
  const place = bytes([caseId, 8], [SLOT_FILE, 1], [number, 4], [0, 4]);
  const plain = open(Buffer.from(known, 'base64'), staging, 'qingfeng/content', place);
  return JSON.parse(plain.subarray(0, plain.lastIndexOf(0x80)));
}

/** Keeps the id of the case that the portal gives out with a permit. */
export function watchCase(page) {
  const watched = { id: null };
  page.on('response', async (response) => {
    if (response.url().endsWith('/api/report/prepare')) watched.id = (await response.text()).match(/"case":(-?\d+)/)?.[1] ?? watched.id;
  });
  return watched;
}

/** In which of the captured requests a secret stands, in any of the forms in which it could be sent. */
export function where(sent, secret) {
  const raw = Buffer.isBuffer(secret) ? secret : Buffer.from(secret);
  const json = Buffer.isBuffer(secret) ? '' : JSON.stringify(secret).slice(1, -1).replace(/[^\x00-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const forms = [raw, raw.toString('hex'), raw.toString('base64'), raw.toString('base64url'), encodeURIComponent(raw.toString('latin1'))];
  if (!Buffer.isBuffer(secret)) forms.push(json, encodeURIComponent(secret), encodeURIComponent(secret).replaceAll('%20', '+'));
  const holds = ({ url, headers, body }) => forms.some((form) => body.includes(form) || url.includes(form) || headers.includes(form));
  return sent.filter(holds).map(({ url }) => url);
}
