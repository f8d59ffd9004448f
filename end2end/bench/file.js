// How fast Chromium seals a file and adds it to a case, and brings it back and opens it: node bench/file.js ADDRESS BYTES. Prints
// `{"up":{"seconds":…,"memory":…},"down":{…}}`: seconds, and the most bytes of memory that the page's process, with its worker, took meanwhile.
import { mkdir, mkdtemp, open, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import config from '../playwright.config.js';
import { anonymous, file } from '../support/report.js';
import { start } from './chromium.js';

const [address, bytes] = process.argv.slice(2);

/** A file of no kind that is cleaned, so that all of it only passes. */
async function madeIn(folder) {
  const path = join(folder, 'a.bin');
  const made = await open(path, 'w');
  await made.truncate(Number(bytes));
  await made.close();
  return path;
}

/** Bytes of memory of the largest process that draws pages, of those below this one. */
async function memory() {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const read = async (id) => {
    const [status, command] = await Promise.all([readFile(`/proc/${id}/status`, 'utf8'), readFile(`/proc/${id}/cmdline`, 'utf8')]);
    const number = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    return [Number(id), { parent: number('PPid'), isPage: command.includes('--type=renderer'), bytes: number('VmRSS') * 1024 }];
  };
  const processes = new Map((await Promise.allSettled(ids.map(read))).filter(({ value }) => value).map(({ value }) => value));
  const isOwn = (id) => id === process.pid || (processes.has(id) && isOwn(processes.get(id).parent));
  return Math.max(...[...processes].filter(([id, { isPage }]) => isPage && isOwn(id)).map(([, { bytes }]) => bytes));
}

async function timed(work) {
  const began = performance.now();
  let [most, isDone] = [0, false];
  const watched = (async () => {
    while (!isDone) {
      most = Math.max(most, await memory());
      await new Promise((done) => { setTimeout(done, 100); });
    }
  })();
  await work().finally(() => { isDone = true; });
  const seconds = (performance.now() - began) / 1000;
  await watched;
  return { seconds, memory: most };
}

/** The code of a report that was just filed. */
async function filed() {
  const browser = await chromium.launch(config.use.launchOptions);
  const { code } = await file(await browser.newPage({ baseURL: address }), anonymous);
  await browser.close();
  return code;
}

async function openCase({ send, evaluate, until }, code) {
  await send('Page.navigate', { url: `${address}/status` });
  await until("document.querySelector('html[data-sealer=ready]')");
  await evaluate(`document.querySelector('#status-form [name=receipt]').value = ${JSON.stringify(code)}`);
  await evaluate("document.querySelector('#status-form button[type=submit]').click()");
  await until("document.querySelector('[data-evidence=drop]')?.hidden === false");
}

async function choose({ send }, path) {
  const { root } = await send('DOM.getDocument');
  const { nodeId } = await send('DOM.querySelector', { nodeId: root.nodeId, selector: '#files' });
  await send('DOM.setFileInputFiles', { nodeId, files: [path] });
}

const folder = await mkdtemp(join(tmpdir(), 'qingfeng-bench-'));
const code = await filed();
const page = await start(join(folder, 'profile'));
try {
  await openCase(page, code);
  await choose(page, await madeIn(folder));
  const up = await timed(async () => {
    await page.evaluate("document.querySelector('#action-supply button[value=add]').click()");
    await page.until("document.querySelector('#evidence .file-facts')");
  });
  const downloads = join(folder, 'downloads');
  await mkdir(downloads);
  await page.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads });
  const down = await timed(async () => {
    await page.evaluate("document.querySelector('#evidence .file button[name=fetch]').click()");
    await page.until("document.querySelector('#own-file-said')?.textContent.includes('已经取回')");
  });
  process.stdout.write(JSON.stringify({ up, down }));
} finally {
  await page.close();
  await rm(folder, { recursive: true, force: true });
}
