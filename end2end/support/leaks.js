// What people wrote, looked for where it must not be: in what the portal stored, in what it said, in the memory of the
// idle server.
import { open, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { members } from './members.js';
import { anonymous, named, suggestion } from './report.js';

const RECEIPT_CODE = /(?:[0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}/;
/** States of a connection that the process still holds: established, and closed by the other end alone. */
const HELD = ['01', '08'];
/** Ten a second; the server itself closes a connection that is not used for 20 s. */
const LOOKS = 300;
/** Bytes looked through at a time, and more than the longest word has. */
const PART = 16 * 1024 * 1024;
const OVERLAP = 4096;

const WORDS = [
  ...[anonymous, named, suggestion].flatMap(({ subject, title, body }) => [subject, title, ...body.split('\n')]),
  named.name, named.id_number, named.phone, named.address,
  ...Object.values(members).map(({ password }) => password),
];

function found(bytes) {
  const words = WORDS.filter((word) => bytes.includes(word));
  const code = bytes.toString('latin1').match(RECEIPT_CODE);
  return code ? [...words, code[0]] : words;
}

/** Each word of a reporter, receipt code or password that is in a file under `folder`. */
export async function leaksInFiles(folder) {
  const leaks = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath ?? entry.path, entry.name);
    leaks.push(...found(await readFile(file)).map((word) => `${path.relative(folder, file)}: ${word}`));
  }
  return leaks;
}

/** The same in what was said. */
export function leaksInLog(said) {
  return found(said).map((word) => `log: ${word}`);
}

/** Waits until nobody is connected to the server on this port any more, and every thread of its process sleeps. */
export async function idle(pid, port) {
  for (let looks = 0; looks < LOOKS; looks += 1) {
    if ((await connections(pid, port)) === 0 && (await everyThreadSleeps(pid))) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the portal is not idle: ${await connections(pid, port)} connections are open`);
}

async function connections(pid, port) {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const rows = (await readFile(`/proc/${pid}/net/tcp`, 'utf8')).split('\n').map((row) => row.trim().split(/\s+/));
  return rows.filter(([, local, , state]) => local?.endsWith(`:${hex}`) && HELD.includes(state)).length;
}

async function everyThreadSleeps(pid) {
  const threads = await readdir(`/proc/${pid}/task`);
  const states = await Promise.all(threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/stat`, 'utf8').catch(() => ') S')));
  return states.every((stat) => stat.slice(stat.lastIndexOf(') ') + 2).startsWith('S'));
}

/** The same in what a process holds in memory that it can write to. */
export async function leaksInMemory(pid) {
  const maps = await readFile(`/proc/${pid}/maps`, 'utf8');
  const memory = await open(`/proc/${pid}/mem`);
  const leaks = new Set();
  for (const line of maps.split('\n')) {
    const [, from, to, rights, name] = line.match(/^(\w+)-(\w+) (\S+) \S+ \S+ \S+\s*(.*)$/) ?? [];
    if (!rights?.startsWith('rw') || name.startsWith('/dev')) continue;
    for await (const bytes of parts(memory, parseInt(from, 16), parseInt(to, 16))) {
      for (const word of found(bytes)) leaks.add(`memory ${name || 'anonymous'}: ${word}`);
    }
  }
  await memory.close();
  return [...leaks];
}

/** A stretch of memory in parts that overlap: an allocator may reserve more than fits into one buffer. */
async function* parts(memory, from, to) {
  const bytes = Buffer.alloc(PART + OVERLAP);
  for (let at = from; at < to; at += PART) {
    const read = await memory.read(bytes, 0, Math.min(bytes.length, to - at), at).catch(() => null);
    if (read) yield bytes.subarray(0, read.bytesRead);
  }
}
