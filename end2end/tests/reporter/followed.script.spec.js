import { expect, test } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from '../../support/axe.js';
import { add, text, waiting } from '../../support/evidence.js';
import { anonymous, file, fill, follow, named, press, receipt } from '../../support/report.js';
import { capture, keysOf, where } from '../../support/sealed.js';
import { act, askForIdentity, decide, deskOf, openCase } from '../../support/staff.js';

const OPENED_HERE = '这一页是在您的浏览器里打开的';
const OPENED_THERE = '这一页由服务器在内存中打开';
const ADDED = '补充：开标前一天，三家公司的人在同一家酒店。';

/** Files by the plain form: the server seals. */
async function fileInPlain(page, report) {
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto('/report');
  await expect(page.locator('html')).toHaveAttribute('data-sealer', 'off');
  await fill(page, report);
  await press(page, 'review');
  await press(page, 'send');
  const filed = await receipt(page);
  await page.unroute('**/*.wasm');
  return filed;
}

/** Opens a case and waits until the browser has opened it. */
async function openHere(page, code) {
  await follow(page, code);
  await expect(page.locator('main')).toContainText(OPENED_HERE);
}

async function supply(page, text) {
  await page.locator('#message').fill(text);
  await page.locator('#action-supply button[value=send]').click();
}

test('nothing of a case, its code or its keys leaves the browser while it is followed', async ({ page }) => {
  const { code, number } = await file(page, named);
  const sent = capture(page);
  await openHere(page, code.toLowerCase());
  await expect(page.locator('main')).toContainText(number);
  await expect(page.locator('[data-typed=body]')).toHaveText(named.body);
  await expect(page.locator('[data-forged]')).toHaveCount(0);
  await expect(page.locator('.proof .hash')).toHaveText(/^[0-9a-f ]{79}$/);
  await expectAccessible(page, 'a case opened in the browser');
  await expectNoSidewaysScroll(page, 'a case opened in the browser');

  await supply(page, ' ');
  await expect(page.locator('#message-error')).toBeVisible();
  await supply(page, ADDED);
  await expect(page.locator('.message-own .written')).toHaveText(ADDED);
  await page.locator('.view-controls button[lang=en]').click();
  await expect(page).toHaveURL(/\/en\/status$/);
  await expect(page.locator('.message-own .written')).toHaveText(ADDED);
  await page.locator('#action-withdraw').evaluate((part) => { part.closest('details').open = true; });
  await page.locator('#action-withdraw button').click();
  await expect(page.locator('[data-status=withdrawn]')).toBeVisible();

  const keys = keysOf(code);
  const asked = sent.filter(({ url }) => url.includes('/api/status/'));
  expect(where(sent, keys.lookup), 'the search finds what is there').toEqual(asked.map(({ url }) => url));
  for (const [name, key] of Object.entries({ ...keys, lookup: undefined })) if (key) expect(where(sent, key), name).toEqual([]);
  const secrets = [code, code.replaceAll('-', ''), code.toLowerCase(), ADDED, named.title, named.subject, named.name, ...named.body.split('\n')];
  for (const secret of secrets) expect(where(sent, secret), secret).toEqual([]);
  expect(sent.every(({ url }) => !where([{ url, headers: '', body: Buffer.alloc(0) }], keys.lookup).length), 'the lookup id stands in no address').toBe(true);
});

/** Presses every button of every form that carries the code, and tells which of them the browser would have posted. Nothing is answered. */
async function postedWithTheCode(page) {
  await page.route('**/api/**', () => {});
  return page.evaluate(() => {
    const posted = [];
    addEventListener('submit', (event) => {
      if (!event.defaultPrevented) posted.push(`${event.target.id} ${event.submitter?.value}`);
      event.preventDefault();
    });
    const forms = [...document.forms].filter((form) => form.elements.namedItem('receipt'));
    const buttons = forms.flatMap((form) => [...form.elements].filter(({ type }) => type === 'submit'));
    // While files are added nothing is posted at all: that button comes last.
    for (const button of buttons.sort((one, other) => (one.value === 'add') - (other.value === 'add'))) button.click();
    return { forms: forms.map(({ id }) => id), posted };
  });
}

test('no form that carries the code is posted while the browser keeps it', async ({ page }) => {
  const { code } = await file(page, anonymous);
  await openHere(page, code);
  await add(page, [text('a.txt', 'a')]);
  await expect(waiting(page)).toHaveCount(1);
  const { forms, posted } = await postedWithTheCode(page);
  expect(forms).toEqual(expect.arrayContaining(['action-supply', 'own-file', 'status-again']));
  expect(posted).toEqual([]);
});

test('whoever objects, rates, asks for deletion and for protection sends neither the code nor a key', async ({ page, browser }, { project }) => {
  const { code, number } = await file(page, { ...named, title: `逐项 ${project.name}` });
  const [officer, keeper] = [await deskOf(browser, 'tianhe', project), await deskOf(browser, 'keeper', project)];
  await askForIdentity(officer, number, ['phone'], '电话核实');
  await decide(keeper, number, 'grant');
  await openCase(officer, number);
  await act(officer, 'accept');
  await act(officer, 'answer', { message: '已经处理。' });
  await act(officer, 'close', { finding: { index: 1 } });

  await openHere(page, code);
  const { forms, posted } = await postedWithTheCode(page);
  expect(forms).toEqual(expect.arrayContaining(['action-rate', 'status-again']));
  expect(posted).toEqual([]);
  await page.unroute('**/api/**');

  const sent = capture(page);
  const objection = '没有必要看我的电话';
  await page.route('**/api/status/open', async (route) => {
    const answer = await route.fetch();
    const judge = /("judges":\[{[^\]]*"signature":")(.)/;
    const text = await answer.text();
    expect(text).toMatch(judge);
    await route.fulfill({ response: answer, body: text.replace(judge, (all, head, one) => head + (one === 'A' ? 'B' : 'A')) });
  });
  await openHere(page, code);
  await page.locator('#openings summary').click();
  await page.locator('#action-object-0 textarea').fill(objection);
  await page.locator('#action-object-0 button').click();
  await expect(page.locator('[data-sealing=key]'), 'the key of the unit above is not signed').toBeVisible();
  expect(sent.some(({ url }) => url.endsWith('/api/status/act'))).toBe(false);
  await page.unroute('**/api/status/open');

  await openHere(page, code);
  await page.locator('#openings summary').click();
  await page.locator('#action-object-0 textarea').fill(objection);
  await page.locator('#action-object-0 button').click();
  await expect(page.locator('main')).toContainText('异议已密封');
  await page.locator('#action-rate label[for^="rating-"]').first().click();
  await page.locator('#action-rate button').click();
  await expect(page.locator('main')).toContainText('您的评价已记下');
  await page.locator('details:has(#action-ask-deletion) > summary').click();
  await page.locator('#action-ask-deletion button').click();
  await expect(page.locator('[role=status]').first()).toContainText('已记下您的请求');
  await expect(page.locator('main')).toContainText(OPENED_HERE);
  await page.locator('#action-protect button').click();
  await expect(page.locator('#report-form [name=number]')).toHaveValue(number);

  expect(sent.filter(({ url }) => url.endsWith('/api/status/act'))).toHaveLength(3);
  for (const [name, key] of Object.entries(keysOf(code))) if (name !== 'lookup') expect(where(sent, key), name).toEqual([]);
  for (const secret of [code, code.replaceAll('-', ''), code.toLowerCase(), objection]) expect(where(sent, secret), secret).toEqual([]);
});

test('nothing is sealed to a key that the portal has not signed, and nothing of it is sent', async ({ page }) => {
  const { code } = await file(page, anonymous);
  await page.route('**/api/status/open', async (route) => {
    const answer = await route.fetch();
    const spoiled = (await answer.text()).replace('"renewal":null', `"renewal":{"unit":1,"key":1,"public":"","signature":"${'A'.repeat(86)}=="}`);
    expect(spoiled).toContain('"signature"');
    await route.fulfill({ response: answer, body: spoiled });
  });
  await openHere(page, code);
  const sent = capture(page);
  await supply(page, ADDED);
  await expect(page.locator('[data-sealing=key]')).toBeVisible();
  await expect(page.locator('#message')).toHaveValue(ADDED);
  expect(sent.some(({ url }) => url.endsWith('/api/status/act'))).toBe(false);
});

test('a report that the server sealed opens in the browser as well', async ({ page }) => {
  const { code } = await fileInPlain(page, anonymous);
  await openHere(page, code);
  await expect(page.locator('[data-typed=body]')).toHaveText(anonymous.body);
  await expect(page.locator('[data-forged]')).toHaveCount(0);
  await supply(page, ADDED);
  await expect(page.locator('.message-own .written')).toHaveText(ADDED);
});

test('a slip in the code is found here, and the server does not hear the code', async ({ page }) => {
  const { code } = await file(page, anonymous);
  const sent = capture(page);
  const slip = code.slice(0, -1) + (code.endsWith('7') ? '8' : '7');
  await follow(page, slip);
  await expect(page.locator('#receipt-error')).toBeVisible();
  await expect(page.locator('#receipt')).toHaveValue(slip);
  expect(where(sent, slip)).toEqual([]);
  await page.locator('#receipt').fill(code);
  await page.locator('#status-form button[type=submit]').click();
  await expect(page.locator('main')).toContainText(OPENED_HERE);
});

test('what somebody changed in the database is shown as forged', async ({ page }) => {
  const { code } = await file(page, anonymous);
  await page.route('**/api/status/open', async (route) => {
    const answer = await route.fetch();
    const spoiled = (await answer.text()).replace(/("slot":"report"[^}]*"ciphertext":"[^"]*)(.)([^"]{8}")/, (all, head, one, tail) => head + (one === 'A' ? 'B' : 'A') + tail);
    await route.fulfill({ response: answer, body: spoiled });
  });
  await openHere(page, code);
  await expect(page.locator('[data-forged=true]')).toHaveCount(1);
  await expect(page.locator('[data-forged=true]')).toBeVisible();
  await expect(page.locator('main')).not.toContainText(anonymous.title);
  await expect(page.locator('.proof form')).toBeHidden();
});

test('while the server is away, what was typed stays and can be sent later, once', async ({ page }) => {
  const { code } = await file(page, anonymous);
  await openHere(page, code);
  const isAway = (route) => route.fulfill({ status: 503, body: '' });
  const losesTheAnswer = async (route) => {
    await route.fetch();
    await route.abort();
  };
  const troubles = [isAway, losesTheAnswer];
  await page.route('**/api/status/act', (route) => (troubles.shift() ?? ((rest) => rest.continue()))(route));
  await supply(page, ADDED);
  await expect(page.locator('[data-sealing=away]')).toBeVisible();
  await expect(page.locator('#message')).toHaveValue(ADDED);
  // The answer gets lost: it is there, and is not sent a second time.
  const lost = page.waitForEvent('requestfailed');
  await page.locator('#action-supply button[value=send]').click();
  await lost;
  await expect(page.locator('#action-supply')).not.toHaveAttribute('aria-busy', 'true');
  await expect(page.locator('[data-sealing=away]')).toBeVisible();
  await page.locator('#action-supply button[value=send]').click();
  await expect(page.locator('.message-own .written')).toHaveText([ADDED]);
  await expect(page.locator('#message')).toHaveValue('');
});

test('what was typed for a case that has changed meanwhile is not lost', async ({ page, context }) => {
  const { code } = await file(page, anonymous);
  await openHere(page, code);
  const other = await context.newPage();
  await openHere(other, code);
  await supply(other, '在另一个窗口里写的');
  await expect(other.locator('.message-own .written')).toHaveCount(1);
  await supply(page, ADDED);
  await expect(page.locator('[data-sealing=changed]')).toBeVisible();
  await expect(page.locator('#message')).toHaveValue(ADDED);
  await page.locator('#action-supply button[value=send]').click();
  await expect(page.locator('.message-own .written')).toHaveText(['在另一个窗口里写的', ADDED]);

  await openHere(other, code);
  await openHere(page, code);
  await other.locator('#action-withdraw').evaluate((part) => { part.closest('details').open = true; });
  await other.locator('#action-withdraw button').click();
  await expect(other.locator('[data-status=withdrawn]')).toBeVisible();
  await supply(page, '已经没有地方可写');
  await expect(page.locator('[data-sealed=kept]')).toHaveText('已经没有地方可写');
  await other.close();
});

test('where the module does not load, or fails on the way, the plain form opens the case and says so', async ({ page }) => {
  const { code } = await file(page, anonymous);
  await page.route('**/*.wasm', (route) => route.abort());
  await page.goto('/status');
  await expect(page.locator('html')).toHaveAttribute('data-sealer', 'off');
  await page.locator('#receipt').fill(code);
  await page.locator('#status-form button[type=submit]').click();
  await expect(page.locator('main')).toContainText(OPENED_THERE);
  await page.unroute('**/*.wasm');

  await openHere(page, code);
  await page.route('**/api/status/act', (route) => route.fulfill({ status: 200, body: 'no answer' }));
  await supply(page, ADDED);
  await expect(page.locator('[data-sealing=failed]')).toBeVisible();
  await expect(page.locator('#message')).toHaveValue(ADDED);
  await page.locator('#action-supply button[value=send]').click();
  await expect(page.locator('.message-own .written')).toHaveText(ADDED);
  await expect(page.locator('main')).toContainText(OPENED_THERE);
});

test('whoever presses before the module has come waits for it', async ({ page }) => {
  const { code } = await file(page, anonymous);
  let release;
  const held = new Promise((resolve) => { release = resolve; });
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  const sent = capture(page);
  await page.goto('/status');
  await page.locator('#receipt').fill(code);
  await page.locator('#status-form button[type=submit]').click();
  await expect(page.locator('#status-form')).toHaveAttribute('aria-busy', 'true');
  release();
  await expect(page.locator('main')).toContainText(OPENED_HERE);
  expect(where(sent, code)).toEqual([]);
});

test('where the module never comes, whoever waits opens the case the ordinary way', async ({ page }) => {
  const { code } = await file(page, anonymous);
  await page.clock.install();
  await page.route('**/assets/follower-glue*', () => {});
  await page.goto('/status', { waitUntil: 'domcontentloaded' });
  await page.locator('#receipt').fill(code);
  await page.locator('#status-form button[type=submit]').click();
  await expect(page.locator('#status-form')).toHaveAttribute('aria-busy', 'true');
  await page.clock.fastForward(20_000);
  await expect(page.locator('[data-sealing=failed]')).toBeVisible();
  await expect(page.locator('#receipt')).toHaveValue(code);
  await page.locator('#status-form button[type=submit]').click();
  await expect(page.locator('main')).toContainText(OPENED_THERE);
});

test('a receipt that is not yet kept asks before it is left, and the quick exit does not', async ({ page }) => {
  const asked = [];
  page.on('dialog', async (dialog) => {
    asked.push(dialog.type());
    await dialog.dismiss();
  });
  const { code } = await file(page, anonymous);
  await page.reload({ timeout: 2_000 }).catch(() => {});
  expect(asked).toEqual(['beforeunload']);
  await expect(page.locator('#receipt-code')).toHaveText(code);
  await page.locator('#keep-form button[value=kept]').click();
  await expect(page.locator('#keep-form')).toHaveCount(0);
  await page.reload();
  expect(asked).toEqual(['beforeunload']);

  await page.route('https://www.weather.com.cn/**', (route) => route.fulfill({ body: 'weather' }));
  await file(page, anonymous);
  await page.locator('#quick-exit').click();
  await expect(page.locator('body')).toHaveText('weather');
  expect(asked).toEqual(['beforeunload']);
});

test('the whole status page, with what opens a case, is 200 KB at most', async ({ page }) => {
  const sizes = [];
  page.on('requestfinished', (request) => sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize)));
  await page.goto('/status');
  await expect(page.locator('html')).toHaveAttribute('data-sealer', 'ready');
  await page.waitForLoadState('networkidle');
  const whole = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  expect(whole).toBeGreaterThan(50_000);
  expect(whole).toBeLessThanOrEqual(200_000);
});
