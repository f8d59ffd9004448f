import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { anonymous, file, fill, follow, named, press, receipt } from '../../support/report.js';
import { capture, keysOf, openReport, watchCase, where } from '../../support/sealed.js';

const BY_BROWSER = '在您的浏览器里就已密封';
const BY_SERVER = '服务器在内存中密封后即清除';

const words = (report) => [report.subject, report.title, ...report.body.split('\n'), report.name, report.id_number, report.phone, report.address].filter(Boolean);

/** Waits until the page seals. */
async function open(page, address = '/report') {
  await page.goto(address);
  await expect(page.locator('html')).toHaveAttribute('data-sealer', 'ready');
}

test('nothing of a report, its code or its keys leaves the browser but sealed', async ({ page }) => {
  const sent = capture(page);
  const watched = watchCase(page);
  await open(page);
  await expect(page.locator('[data-sealing=ready]')).toBeVisible();
  await fill(page, { ...named, title: '' });
  await press(page, 'review');
  await expect(page.locator('#title-error')).toBeVisible();
  await expect(page.locator('#body')).toHaveValue(named.body);
  await page.locator('[name=title]').fill(named.title);
  await page.locator('.view-controls button[lang=en]').click();
  await expect(page).toHaveURL(/\/en\/report$/);
  await expect(page.locator('#body')).toHaveValue(named.body);
  await page.locator('.view-controls button[lang=zh-Hans]').click();
  await expect(page).toHaveURL(/[^n]\/report$/);
  await press(page, 'review');
  for (const word of words(named)) await expect(page.locator('main')).toContainText(word);
  await press(page, 'send');
  const { code, number } = await receipt(page);
  await expect(page.locator('main')).toContainText(BY_BROWSER);

  await page.locator('#receipt').fill(`${code.slice(0, -1)}${code.endsWith('7') ? '8' : '7'}`);
  await page.locator('#keep-form button[value=check]').click();
  await expect(page.locator('#receipt-error')).toBeVisible();
  await expect(page.locator('#receipt-code')).toHaveText(code);
  await page.locator('#receipt').fill(code.toLowerCase());
  await page.locator('#keep-form button[value=check]').click();
  await expect(page.locator('.error-summary')).toHaveCount(0);
  await expect(page.locator('#keep-form')).toHaveCount(0);

  const keys = keysOf(code);
  const seal = sent.filter(({ url }) => url.endsWith('/api/report/seal'));
  expect(seal).toHaveLength(1);
  const opened = openReport(JSON.parse(seal[0].body), watched.id, keys.wrap);
  expect(opened.content).toEqual({ subject: named.subject, title: named.title, body: named.body });
  expect(where(sent, keys.lookup), 'the search finds what is there').toEqual([seal[0].url]);

  const secrets = { ...keys, lookup: undefined, data: opened.key };
  for (const [name, key] of Object.entries(secrets)) if (key) expect(where(sent, key), name).toEqual([]);
  for (const secret of [...words(named), code, code.replaceAll('-', ''), code.toLowerCase()]) expect(where(sent, secret), secret).toEqual([]);
  expect(sent.filter(({ url }) => /\/report$/.test(url) && !url.includes('/api/')).every(({ body }) => body.length === 0)).toBe(true);

  await follow(page, code);
  await expect(page.locator('main')).toContainText(number);
  await expect(page.locator('main')).toContainText(BY_BROWSER);
});

test('the receipt is whole: code, square, proof, and a file saved without asking for it', async ({ page }) => {
  await open(page);
  const { code, number } = await file(page, anonymous);
  await expect(page.locator('.receipt-square .square-ink')).toHaveAttribute('d', /^M/);
  const proof = (await page.locator('.proof .hash').innerText()).replace(/\s/g, '');
  expect(proof).toMatch(/^[0-9a-f]{64}$/);
  const sent = capture(page);
  const download = page.waitForEvent('download');
  await page.locator('#save-form button').click();
  const text = await readFile(await (await download).path(), 'utf8');
  expect(text).toContain(code);
  expect(text).toContain(number);
  expect(sent.filter(({ url }) => url.startsWith('http'))).toEqual([]);
  await page.locator('#keep-form button[value=kept]').click();
  await expect(page.locator('#keep-form')).toHaveCount(0);

  await follow(page, code);
  expect((await page.locator('.hash').innerText()).replace(/\s/g, '')).toBe(proof);
});

test('sent again, it is the same case', async ({ page }) => {
  const sent = capture(page);
  await open(page);
  const { number } = await file(page, anonymous);
  const { body } = sent.find(({ url }) => url.endsWith('/api/report/seal'));
  const again = await page.request.post('/api/report/seal', { data: JSON.parse(body) });
  expect((await again.json()).number).toBe(number);
});

test('an answer that got lost is asked for again, and the report is filed once', async ({ page }) => {
  await open(page);
  await fill(page, anonymous);
  await press(page, 'review');
  let filed;
  await page.route('**/api/report/seal', async (route) => {
    filed = await (await route.fetch()).json();
    await route.abort();
  }, { times: 1 });
  await press(page, 'send');
  await expect(page.locator('[data-sealing=away]')).toBeVisible();
  await press(page, 'send');
  const { number, code } = await receipt(page);
  expect(number).toBe(filed.number);
  await follow(page, code);
  await expect(page.locator('main')).toContainText(anonymous.title);
});

for (const [whose, report] of [['unit', anonymous], ['custodians', named]]) {
  test(`a key of the ${whose} that the portal has not signed is refused, and nothing is sent`, async ({ page }) => {
    await open(page);
    await page.route('**/api/report/prepare', async (route) => {
      const answer = await route.fetch();
      const text = await answer.text();
      const signature = new RegExp(`("${whose}":{[^}]*"signature":")(.)`);
      expect(text).toMatch(signature);
      await route.fulfill({ response: answer, body: text.replace(signature, (all, head, first) => head + (first === 'A' ? 'B' : 'A')) });
    });
    const sent = capture(page);
    await fill(page, report);
    await press(page, 'review');
    await expect(page.locator('[data-sealing=key]')).toBeVisible();
    await expect(page.locator('#body')).toHaveValue(report.body);
    expect(sent.some(({ url }) => url.endsWith('/api/report/seal'))).toBe(false);
  });
}

test('from the review, Back leads to the form with all that was typed', async ({ page }) => {
  await open(page);
  await fill(page, anonymous);
  await press(page, 'review');
  await expect(page.locator('button[value=send]')).toBeVisible();
  await page.goBack();
  await expect(page.locator('#body')).toHaveValue(anonymous.body);
  await expect(page.locator('#title')).toHaveValue(anonymous.title);
});

test('while the server is away, all stays and can be sent later', async ({ page }) => {
  await open(page);
  await fill(page, anonymous);
  // One handler for both: between two that each end after one request the next may slip through.
  const refusals = [503, 429];
  await page.route('**/api/report/**', (route) => {
    const status = refusals.shift();
    return status ? route.fulfill({ status, body: '' }) : route.continue();
  });
  await press(page, 'review');
  await expect(page.locator('[data-sealing=away]')).toBeVisible();
  await press(page, 'review');
  await expect(page.locator('[data-sealing=busy]')).toBeVisible();
  await expect(page.locator('#body')).toHaveValue(anonymous.body);
  await press(page, 'review');
  await press(page, 'send');
  await receipt(page);
});

test('where the module does not load, the plain form files and says so', async ({ page }) => {
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto('/report');
  await expect(page.locator('html')).toHaveAttribute('data-sealer', 'off');
  await fill(page, anonymous);
  await press(page, 'review');
  await press(page, 'send');
  await receipt(page);
  await expect(page.locator('main')).toContainText(BY_SERVER);
});

/** Files by the form as it stands, once it has said that it goes the ordinary way. */
async function filesInPlain(page) {
  await expect(page.locator('#body')).toHaveValue(anonymous.body);
  await press(page, 'review');
  await press(page, 'send');
  await receipt(page);
  await expect(page.locator('main')).toContainText(BY_SERVER);
}

/** Serves the page as to a browser that does not know `modulepreload`. */
async function withoutPreload(page) {
  await page.route(/\/(report|status)$/, async (route) => {
    if (route.request().method() !== 'GET') return route.continue();
    const answer = await route.fetch();
    const markup = await answer.text();
    expect(markup).toContain('rel="modulepreload"');
    return route.fulfill({ response: answer, body: markup.replace(/<link rel="modulepreload"[^>]*>/, '') });
  });
}

for (const part of ['sealer-glue', 'sealer.*wasm']) {
  test(`where ${part} never comes, whoever waits goes the ordinary way and loses nothing`, async ({ page }) => {
    await page.clock.install();
    await page.route(new RegExp(`/assets/${part}`), () => {});
    await page.goto('/report', { waitUntil: 'domcontentloaded' });
    await fill(page, anonymous);
    await press(page, 'review');
    await expect(page.locator('#report-form')).toHaveAttribute('aria-busy', 'true');
    await page.clock.fastForward(20_000);
    await expect(page.locator('[data-sealing=failed]')).toBeVisible();
    await expect(page.locator('[data-sealing=ready]')).toBeHidden();
    await filesInPlain(page);
  });

  test(`${part} that was altered is not run`, async ({ page }) => {
    await withoutPreload(page);
    await page.route(new RegExp(`/assets/${part}`), async (route) => {
      const answer = await route.fetch();
      await route.fulfill({ response: answer, body: Buffer.concat([await answer.body(), Buffer.from('\n')]) });
    });
    await page.goto('/report');
    await expect(page.locator('html')).toHaveAttribute('data-sealer', 'off');
    await fill(page, anonymous);
    await filesInPlain(page);
  });
}

test('a browser that fetches no modules ahead seals as well', async ({ page }) => {
  await withoutPreload(page);
  await open(page);
  await file(page, anonymous);
  await expect(page.locator('main')).toContainText(BY_BROWSER);
});

test('whoever presses before the module has come waits for it, and nothing leaves open', async ({ page }) => {
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  const sent = capture(page);
  await page.goto('/report');
  await fill(page, anonymous);
  await press(page, 'review');
  await expect(page.locator('#report-form')).toHaveAttribute('aria-busy', 'true');
  release();
  await press(page, 'send');
  await receipt(page);
  await expect(page.locator('main')).toContainText(BY_BROWSER);
  for (const word of words(anonymous)) expect(where(sent, word), word).toEqual([]);
});

test('where sending fails, nothing is lost and the next press is plain', async ({ page }) => {
  await open(page);
  await fill(page, anonymous);
  await press(page, 'review');
  await page.route('**/api/report/seal', (route) => route.fulfill({ status: 200, body: 'no answer' }));
  await press(page, 'send');
  await expect(page.locator('[data-sealing=failed]')).toBeVisible();
  for (const word of words(anonymous)) await expect(page.locator('main')).toContainText(word);
  await press(page, 'send');
  const { code } = await receipt(page);
  await expect(page.locator('main')).toContainText(BY_SERVER);
  await page.unroute('**/api/report/seal');
  await follow(page, code);
  await expect(page.locator('main')).toContainText(anonymous.title);
});

test('no other page of the public loads WebAssembly', async ({ page }) => {
  const asked = [];
  page.on('request', (request) => { if (request.url().includes('.wasm')) asked.push(request.url()); });
  for (const address of ['/', '/en', '/about/protection', '/channels', '/statistics', '/verify', '/transparency', '/staff/login', '/nowhere']) {
    await page.goto(address);
    await page.waitForLoadState('networkidle');
    expect(asked, address).toEqual([]);
  }
  await open(page);
  expect(asked.length).toBe(1);
});

test('where the module fails on the way, nothing is lost and the next press is plain', async ({ page }) => {
  await open(page);
  await fill(page, anonymous);
  await page.route('**/api/report/prepare', (route) => route.fulfill({ status: 200, body: 'no answer' }));
  await press(page, 'review');
  await expect(page.locator('[data-sealing=failed]')).toBeVisible();
  await expect(page.locator('#body')).toHaveValue(anonymous.body);
  await press(page, 'review');
  await press(page, 'send');
  await receipt(page);
  await expect(page.locator('main')).toContainText(BY_SERVER);
});

test('the whole page, sealing included, is 200 KB at most', async ({ page }) => {
  const sizes = [];
  page.on('requestfinished', (request) => sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize)));
  await open(page);
  await page.waitForLoadState('networkidle');
  const whole = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  expect(whole).toBeGreaterThan(50_000);
  expect(whole).toBeLessThanOrEqual(200_000);
});
