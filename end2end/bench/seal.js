// How long sealing a report of 5,000 characters takes in Chromium: node bench/seal.js ADDRESS RUNS. Prints `{"median":…,"p95":…}`, milliseconds.
//
// On the report page itself, with its own module: from the moment it is told to send until it hands the ciphertexts to the network. Each
// run seals anew; nothing is filed.
import { chromium } from '@playwright/test';
import config from '../playwright.config.js';
import { anonymous, fill, press } from '../support/report.js';

const [address, runs] = process.argv.slice(2);
const WARM_UP = 20;
const body = '某医院的招标文件为一家供应商量身定做。'.repeat(400).slice(0, 5_000);

const browser = await chromium.launch(config.use.launchOptions);
const page = await browser.newPage({ baseURL: address });
await page.goto('/report');
await page.locator('html[data-sealer=ready]').waitFor();
await fill(page, { ...anonymous, body });
await press(page, 'review');
await page.locator('#report-form button[name=step][value=send]:visible').waitFor();
const taken = await page.evaluate(seal, [WARM_UP + Number(runs), Buffer.byteLength(body)]);
await browser.close();

const sorted = taken.slice(WARM_UP).sort((one, other) => one - other);
const at = (share) => sorted[Math.ceil(sorted.length * share) - 1];
process.stdout.write(JSON.stringify({ median: at(0.5), p95: at(0.95) }));

/** Runs in the page. The module is the one that the page has loaded: the same address is the same module. */
async function seal([runs, text]) {
  const glue = performance.getEntriesByType('resource').find(({ name }) => name.includes('/sealer-glue.')).name;
  const { submit_report: submit } = await import(glue);
  const taken = [];
  for (let run = 0; run < runs; run += 1) {
    const began = performance.now();
    let sent = NaN;
    window.fetch = async (...asked) => {
      const now = performance.now();
      const request = new Request(...asked);
      const isSealed = new URL(request.url).pathname === '/api/report/seal' && (await request.text()).length > text;
      if (isSealed) sent = now;
      return new Response('', { status: 503 });
    };
    await submit('send', '/report', 'report-form').catch(() => {});
    if (Number.isNaN(sent)) throw new Error('not sealed');
    taken.push(sent - began);
  }
  return taken;
}
