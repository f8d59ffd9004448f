// Files that the browser cleans and seals.
import { expect, test } from '@playwright/test';
import { add, fetchBack, pressAdd, sendAlong, text, waiting } from '../../support/evidence.js';
import { CAMERA, photograph } from '../../support/photo.js';
import { anonymous, file, follow } from '../../support/report.js';
import { capture, keysOf, openReport, openStaged, stagingKey, watchCase, where } from '../../support/sealed.js';
import { deskOf, openCase } from '../../support/staff.js';

const MIB = 1024 * 1024;
/** A file whose every part is another one. */
const large = (name, size) => ({ name, mimeType: 'application/octet-stream', buffer: Buffer.alloc(size, 'CANARY-CONTENT 0123456789 ') });

test('neither a file nor its name, key or code leaves the browser', async ({ page }) => {
  const [sent, watched] = [capture(page), watchCase(page)];
  const { code } = await file(page, anonymous);
  await follow(page, code);
  await page.locator('#message').fill('CANARY-WORDS');
  await add(page, [{ name: 'CANARY-NAME.jpg', mimeType: 'image/jpeg', buffer: photograph() }, large('CANARY-NAME.bin', 2 * MIB + 5)]);
  await expect(waiting(page)).toHaveCount(2);
  await expect(page.locator('#message'), 'what was typed stays').toHaveValue('CANARY-WORDS');
  await sendAlong(page, 'CANARY-WORDS');
  await expect(page.locator('.message-own .file-name')).toHaveCount(2);
  const puts = sent.filter(({ method, url }) => method === 'PUT' && url.includes('/api/evidence/'));
  expect(puts).toHaveLength(4);
  for (const { url, body } of puts) expect(body.length, url).toBeGreaterThan(100);
  expect(puts.reduce((sum, { body }) => sum + body.length, 0), 'the search sees what was sent').toBeGreaterThan(2 * MIB + 5);

  const filing = JSON.parse(sent.find(({ url }) => url.endsWith('/api/report/seal')).body);
  const first = openReport(filing, watched.id, keysOf(code).wrap).key;
  const staging = stagingKey(code, first);
  const known = sent.filter(({ url }) => url.endsWith('/api/evidence/finish')).map(({ body }) => JSON.parse(body).known);
  const opened = known.map((sealed, number) => openStaged(sealed, watched.id, number, staging));
  expect(opened.map(({ name }) => name)).toEqual(['CANARY-NAME.jpg', 'CANARY-NAME.bin']);
  const fileKeys = opened.flatMap(({ key }) => [key, Buffer.from(key, 'base64')]);
  for (const secret of [first, staging, ...fileKeys]) expect(where(sent, secret)).toEqual([]);
  for (const secret of ['CANARY-NAME', 'CANARY-CONTENT', 'CANARY-WORDS', CAMERA, code, code.replaceAll('-', '')]) expect(where(sent, secret), secret).toEqual([]);
  for (const [name, key] of Object.entries(keysOf(code))) if (name !== 'lookup') expect(where(sent, key), name).toEqual([]);
});

test('a large file survives a lost connection, a busy server and a pause', async ({ page, browser }, { project }) => {
  const { code, number } = await file(page, { ...anonymous, title: `大文件 ${project.name}` });
  await follow(page, code);
  let stalled;
  const isStalled = new Promise((resolve) => { stalled = resolve; });
  const troubles = [(route) => route.abort(), (route) => route.fulfill({ status: 503, body: '' }), (route) => { stalled(); return route.abort(); }];
  await page.route('**/api/evidence/2', (route) => (troubles.shift() ?? ((rest) => rest.continue()))(route));
  await add(page, [large('录像.bin', 5 * MIB)]);
  await isStalled;
  const bar = await page.locator('#uploads progress').evaluate(({ value, max }) => ({ value, max }));
  expect(bar, 'two of the five are sent').toEqual({ value: 2 * MIB, max: 5 * MIB });
  await page.locator('[data-evidence=pause]').click();
  await expect(page.locator('#uploads .file-traces')).toHaveText('已暂停');
  await page.locator('[data-evidence=resume]').click();
  await expect(waiting(page)).toHaveCount(1);
  await expect(waiting(page)).toContainText('5.3 MB');
  await sendAlong(page);
  const desk = await deskOf(browser, 'yuexiu', project);
  await openCase(desk, number);
  await desk.locator('.talk .file a').click();
  const [download] = await Promise.all([desk.waitForEvent('download'), desk.locator('#download button').click()]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  expect(Buffer.concat(chunks).equals(large('', 5 * MIB).buffer)).toBe(true);
  await desk.context().close();
});

test('who is told to go on after a lost connection has a button for it', async ({ page }) => {
  const { code } = await file(page, anonymous);
  await follow(page, code);
  let isAway = true;
  await page.route('**/api/evidence/0', (route) => (isAway ? route.abort() : route.continue()));
  await add(page, [text('a.txt', 'a')]);
  await expect(page.locator('#uploads .file-traces')).toContainText('也可以按“继续”');
  const resume = page.locator('[data-evidence=resume]');
  await expect(resume).toBeVisible();
  isAway = false;
  // It may have tried again by itself meanwhile.
  await resume.dispatchEvent('click');
  await expect(waiting(page)).toHaveCount(1);
});

test('a file comes back through a connection that breaks, opened in the browser', async ({ page }) => {
  const { code } = await file(page, anonymous);
  await follow(page, code);
  await add(page, [large('录像.bin', 2 * MIB + 5)]);
  const sent = capture(page);
  const troubles = [(route) => route.abort(), (route) => route.fulfill({ status: 503, body: '' })];
  await page.route('**/api/evidence/read', (route) => (troubles.shift() ?? ((rest) => rest.continue()))(route));
  const back = await fetchBack(page, page.locator('#evidence .file'));
  expect(back.name).toBe('录像.bin');
  expect(back.content.equals(large('', 2 * MIB + 5).buffer)).toBe(true);
  await expect(page.locator('#own-file-said')).toContainText('已经取回');
  expect(sent.filter(({ url }) => url.endsWith('/api/evidence/read')).length).toBe(5);
  for (const secret of ['录像', 'CANARY-CONTENT', code, code.replaceAll('-', '')]) expect(where(sent, secret), secret).toEqual([]);
  for (const [name, key] of Object.entries(keysOf(code))) if (name !== 'lookup') expect(where(sent, key), name).toEqual([]);
});

test('a file that was changed or is gone is not handed over', async ({ page }) => {
  const { code } = await file(page, anonymous);
  await follow(page, code);
  await add(page, [large('录像.bin', 2 * MIB)]);
  await expect(waiting(page)).toHaveCount(1);
  let handedOver = false;
  page.on('download', () => { handedOver = true; });
  await page.route('**/api/evidence/read', async (route) => {
    const answer = await route.fetch();
    const body = await answer.body();
    body[5000] ^= 1;
    await route.fulfill({ response: answer, body });
  });
  await page.locator('#evidence .file button[name=fetch]').click();
  await expect(page.locator('#own-file-said')).toContainText('被改动或调换过');
  await page.unroute('**/api/evidence/read');
  await page.route('**/api/evidence/read', (route) => route.fulfill({ status: 404, body: '' }));
  await page.locator('#evidence .file button[name=fetch]').click();
  await expect(page.locator('#own-file-said')).toContainText('有一部分不在了');
  expect(handedOver).toBe(false);
});

test('one that is refused stays chosen, and the others arrive', async ({ page }) => {
  const { code } = await file(page, anonymous);
  await follow(page, code);
  const removed = page.waitForRequest('**/api/evidence/remove');
  await page.route('**/api/evidence/1', (route) => route.fulfill({ status: 422, contentType: 'application/json', body: '[{"field":"files","kind":{"file-too-large":{"max":1}}}]' }));
  await page.locator('#message').fill('写了一半');
  await add(page, [large('大.bin', 2 * MIB), text('小.txt', '小')]);
  await removed;
  await expect(waiting(page)).toHaveCount(1);
  await expect(waiting(page)).toContainText('小.txt');
  await expect(page.locator('#uploads .file')).toContainText('大.bin');
  expect(await page.locator('#files').evaluate((input) => [...input.files].map(({ name }) => name))).toEqual(['大.bin']);
  await expect(page.locator('#message')).toHaveValue('写了一半');
  await page.unroute('**/api/evidence/1');
  await pressAdd(page);
  await expect(waiting(page)).toHaveCount(2);
});

test('an empty file is refused, and the others arrive', async ({ page }) => {
  const { code } = await file(page, anonymous);
  await follow(page, code);
  await add(page, [text('空.txt', ''), text('小.txt', '小')]);
  await expect(waiting(page)).toHaveText(/小\.txt/);
  await expect(page.locator('#uploads .file')).toContainText('是空的');
});

test('while files are on their way nothing else is done', async ({ page }) => {
  const { code } = await file(page, anonymous);
  await follow(page, code);
  let letGo;
  const held = new Promise((resolve) => { letGo = resolve; });
  await page.route('**/api/evidence/0', async (route) => { await held; await route.continue(); });
  await add(page, [text('a.txt', 'a')]);
  await page.locator('#action-supply button[value=send]').click();
  await expect(page.locator('[data-unsaid=adding]')).toBeVisible();
  letGo();
  await expect(waiting(page)).toContainText('a.txt');
  await expect(page.locator('[data-unsaid=adding]')).toBeHidden();
});

test('files can be dropped', async ({ page }) => {
  const { code } = await file(page, anonymous);
  await follow(page, code);
  await expect(page.locator('[data-evidence=drop]')).toBeVisible();
  const dropped = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['x'], '拖来的.txt'));
    return transfer;
  });
  await page.locator('[data-drop=files]').dispatchEvent('drop', { dataTransfer: dropped });
  await pressAdd(page);
  await expect(waiting(page)).toContainText('拖来的.txt');
});

test('what somebody exchanged in the store is not passed off as the reporter\'s', async ({ page }) => {
  const { code } = await file(page, anonymous);
  await follow(page, code);
  await add(page, [text('a.txt', 'a')]);
  await expect(waiting(page)).toHaveCount(1);
  await page.route('**/api/status/open', async (route) => {
    const answer = await route.fetch();
    const spoiled = (await answer.text()).replace(/("known":"[^"]*)(.)([^"]{8}")/, (all, head, one, tail) => head + (one === 'A' ? 'B' : 'A') + tail);
    await route.fulfill({ response: answer, body: spoiled });
  });
  await follow(page, code);
  await expect(page.locator('#evidence [data-forged=true]')).toBeVisible();
  await expect(waiting(page)).not.toContainText('a.txt');
  await page.locator('#evidence .file button[name=fetch]').click();
  await expect(page.locator('#own-file-said')).toContainText('被改动或调换过');
});

const altered = async (route) => {
  const answer = await route.fetch();
  await route.fulfill({ response: answer, body: Buffer.concat([await answer.body(), Buffer.from('\n')]) });
};

for (const [what, part, spoil] of [
  ['the module that seals them', 'uploader.*wasm', (route) => route.abort()],
  ['the script that loads it', 'uploader\\.[^-]*js', (route) => route.abort()],
  ['that module as it was built', 'uploader-worker', altered],
]) {
  test(`without ${what}, files go the ordinary way`, async ({ page }) => {
    const { code } = await file(page, anonymous);
    await page.route(new RegExp(`/assets/${part}`), spoil);
    await follow(page, code);
    await add(page, [text('a.txt', 'a')]);
    await expect(page.locator('[data-sealing=failed]')).toBeVisible();
    await pressAdd(page);
    await expect(waiting(page)).toContainText('a.txt');
    await expect(page.locator('main')).toContainText('由服务器在内存中打开');
  });
}

test('where the module never comes, whoever adds a file waits, and then goes the ordinary way', async ({ page }) => {
  const { code } = await file(page, anonymous);
  await page.clock.install();
  await page.route('**/assets/uploader-worker*', () => {});
  await follow(page, code);
  await add(page, [text('a.txt', 'a')]);
  await expect(page.locator('#action-supply')).toHaveAttribute('aria-busy', 'true');
  await page.clock.fastForward(150_000);
  await expect(page.locator('[data-sealing=failed]')).toBeVisible();
  await pressAdd(page);
  await expect(waiting(page)).toContainText('a.txt');
});

test('a file that takes too long to clean goes as it is, and that is said of it', async ({ page }) => {
  const { code } = await file(page, anonymous);
  await page.clock.install();
  await page.addInitScript(() => {
    const { postMessage } = Worker.prototype;
    Worker.prototype.postMessage = function postUnlessTreat(message, ...rest) {
      if (message[0] !== 'treat') return postMessage.call(this, message, ...rest);
      document.documentElement.dataset.treats = 'true';
    };
  });
  await follow(page, code);
  await add(page, [{ name: '照片.jpg', mimeType: 'image/jpeg', buffer: photograph() }]);
  await expect(page.locator('html')).toHaveAttribute('data-treats', 'true');
  await page.locator('#message').fill('这一页还可以用');
  await page.clock.fastForward(120_000);
  await expect(waiting(page)).toContainText('没有清除：文件太大或太复杂');
  await expect(page.locator('#message')).toHaveValue('这一页还可以用');
  const back = await fetchBack(page, page.locator('#evidence .file'));
  expect(back.content.equals(photograph())).toBe(true);
});
