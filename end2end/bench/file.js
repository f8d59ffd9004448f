// How fast Chromium seals a file and adds it to a case, and brings it back and opens it: node bench/file.js ADDRESS BYTES. Prints
// `{"up":{"seconds":…,"memory":…},"down":{…}}`: seconds, and the most bytes of memory that the page's process, with its worker, took until then.
import { open, readFile, readdir, rm, mkdtemp, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import config from '../playwright.config.js';
import { add, waiting } from '../support/evidence.js';
import { anonymous, file, follow } from '../support/report.js';

const [address, bytes] = process.argv.slice(2);
const LIMIT = 600_000;

/** A file of no kind that is cleaned, so that all of it only passes. */
async function madeIn(folder) {
  const path = join(folder, 'a.bin');
  const made = await open(path, 'w');
  await made.truncate(Number(bytes));
  await made.close();
  return path;
}

/** The most memory of each process that draws pages, which Linux keeps; this program's own are below it. */
async function mostMemory() {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const read = async (id) => {
    const [status, command] = await Promise.all([readFile(`/proc/${id}/status`, 'utf8'), readFile(`/proc/${id}/cmdline`, 'utf8')]);
    const parent = /^PPid:\s+(\d+)/m.exec(status)[1];
    return [id, { parent, isPage: command.includes('--type=renderer'), most: Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024 }];
  };
  const processes = new Map((await Promise.allSettled(ids.map(read))).filter(({ value }) => value).map(({ value }) => value));
  const isOwn = (id) => id === String(process.pid) || (processes.has(id) && isOwn(processes.get(id).parent));
  return Math.max(...[...processes].filter(([id, { isPage }]) => isPage && isOwn(id)).map(([, { most }]) => most));
}

async function timed(work) {
  const began = performance.now();
  await work();
  return { seconds: (performance.now() - began) / 1000, memory: await mostMemory() };
}

const folder = await mkdtemp(join(tmpdir(), 'qingfeng-bench-'));
const browser = await chromium.launch(config.use.launchOptions);
try {
  const page = await browser.newPage({ baseURL: address });
  page.setDefaultTimeout(LIMIT);
  const { code } = await file(page, anonymous);
  await follow(page, code);
  const up = await timed(async () => {
    await add(page, await madeIn(folder));
    await waiting(page).waitFor();
  });
  const down = await timed(async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#evidence .file button[name=fetch]').click()]);
    const { size } = await stat(await download.path());
    if (size !== Number(bytes)) throw new Error(`${size} of ${bytes} bytes`);
  });
  process.stdout.write(JSON.stringify({ up, down }));
} finally {
  await browser.close();
  await rm(folder, { recursive: true });
}
