import { expect, test } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from '../../support/axe.js';
import { fill, named, press, receipt } from '../../support/report.js';
import { capture, where } from '../../support/sealed.js';

const PHRASE = '三块石头 一只白鹭 下雨天';
const SAID = ['none', 'found', 'replaces', 'kept', 'short', 'wrong', 'refused', 'left', 'gone'];

const words = (report) => [report.subject, report.title, ...report.body.split('\n'), report.name, report.id_number, report.phone, report.address];

async function open(page, address = '/report') {
  await page.goto(address);
  await expect(page.locator('html')).toHaveAttribute('data-sealer', 'ready');
}

/** Opens the folded panel. */
const unfold = (page) => page.locator('#draft-form summary').click();

/** Presses a button of the panel. */
const draft = (page, step) => page.locator(`#draft-form button[value=${step}]`).click();

/** The one sentence that the panel shows. */
async function says(page, name) {
  await expect(page.locator(`[data-draft=${name}]`)).toBeVisible();
  for (const other of SAID.filter((said) => said !== name)) await expect(page.locator(`[data-draft=${other}]`)).toBeHidden();
}

/** All that the browser has stored for the portal, also the bytes within. */
async function stored(page) {
  const all = await page.evaluate(async () => ({
    local: { ...localStorage },
    session: { ...sessionStorage },
    cookies: document.cookie,
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
    state: history.state,
    name: window.name,
  }));
  const bytes = Object.values(all.local).map((value) => Buffer.from(value, 'base64'));
  return { all, entry: { url: '', headers: JSON.stringify(all), body: Buffer.concat(bytes) } };
}

async function holdsNothingOpen(page) {
  const { all, entry } = await stored(page);
  for (const secret of [...words(named), PHRASE]) expect(where([entry], secret), secret).toEqual([]);
  expect({ ...all, local: Object.keys(all.local) }).toEqual({ local: ['qingfeng-draft'], session: {}, cookies: '', databases: [], caches: [], state: null, name: '' });
  expect(entry.body.length).toBeGreaterThan(300);
}

test('nothing is kept unless it is asked for', async ({ page }) => {
  await open(page);
  await expect(page.locator('#phrase')).toBeHidden();
  await unfold(page);
  await says(page, 'none');
  await fill(page, named);
  await page.locator('#subject').focus();
  expect((await stored(page)).all.local).toEqual({});
  await page.locator('#phrase').fill('短');
  await draft(page, 'keep');
  await says(page, 'short');
  expect((await stored(page)).all.local).toEqual({});
  await expect(page.locator('#draft-form button[value=restore]')).toBeHidden();
});

test('a draft outlives a closed page, sealed, and comes back with its phrase alone', async ({ context }) => {
  const page = await context.newPage();
  const sent = capture(page);
  await open(page);
  await fill(page, { ...named, address: undefined });
  await unfold(page);
  await page.locator('#phrase').fill(PHRASE);
  await expectAccessible(page, 'before a draft is kept');
  await expectNoSidewaysScroll(page, 'before a draft is kept');
  await draft(page, 'keep');
  await says(page, 'kept');
  await expectAccessible(page, 'while a draft is kept');
  await holdsNothingOpen(page);
  const first = (await stored(page)).all.local['qingfeng-draft'];
  await page.locator('#address').fill(named.address);
  await page.locator('#subject').focus();
  await expect.poll(async () => (await stored(page)).all.local['qingfeng-draft'] !== first, 'it follows what is typed').toBe(true);
  await holdsNothingOpen(page);
  await page.close();

  const again = await context.newPage();
  await open(again);
  await says(again, 'found');
  await expect(again.locator('#body')).toHaveValue('');
  await again.locator('#phrase').fill(`${PHRASE}。`);
  await draft(again, 'restore');
  await says(again, 'wrong');
  await again.locator('#phrase').fill(PHRASE);
  await draft(again, 'restore');
  await says(again, 'kept');
  await expect(again.locator('#phrase')).toHaveValue('');
  for (const name of ['subject', 'title', 'body', 'name', 'id_number', 'phone', 'address']) await expect(again.locator(`#report-form [name=${name}]`)).toHaveValue(named[name]);
  for (const name of ['category', 'area']) await expect(again.locator(`#${name}`)).toHaveValue(named[name]);
  for (const name of ['kind', 'identity']) await expect(again.locator(`[name=${name}][value=${named[name]}]`)).toBeChecked();
  for (const secret of [...words(named), PHRASE]) expect(where(sent, secret), secret).toEqual([]);

  await press(again, 'review');
  await press(again, 'send');
  await receipt(again);
  expect((await stored(again)).all.local, 'what was filed needs no draft').toEqual({});
});

/** A page on which a draft of this report was kept, and then a new one. */
async function keepAndComeBack(context, report, more = () => {}) {
  const page = await context.newPage();
  await open(page);
  await fill(page, report);
  await more(page);
  await unfold(page);
  await page.locator('#phrase').fill(PHRASE);
  await draft(page, 'keep');
  await says(page, 'kept');
  await page.close();
  const again = await context.newPage();
  await open(again);
  await says(again, 'found');
  return again;
}

test('Enter brings a draft back, and nothing is kept in its place', async ({ context }) => {
  const page = await keepAndComeBack(context, named);
  await expect(page.locator('#draft-form button[value=keep]')).toBeHidden();
  await page.locator('#phrase').fill(PHRASE);
  await page.locator('#phrase').press('Enter');
  await says(page, 'kept');
  await expect(page.locator('#body')).toHaveValue(named.body);
});

test('a draft takes the place of what was typed only if that is asked for again', async ({ context }) => {
  const page = await keepAndComeBack(context, named);
  await page.locator('#title').fill('另外写的');
  await page.locator('#phrase').fill(PHRASE);
  await draft(page, 'restore');
  await says(page, 'replaces');
  await expect(page.locator('#title')).toHaveValue('另外写的');
  await expect(page.locator('#body')).toHaveValue('');
  await draft(page, 'restore');
  await says(page, 'kept');
  await expect(page.locator('#title')).toHaveValue(named.title);
});

/** Names a person and a unit that must not learn of it. */
async function avoid(page) {
  await page.locator('#avoid > summary').click();
  await page.locator('[name=avoid_names]').fill('林国栋');
  await page.locator('[name=avoid_unit]').selectOption('440106');
}

test('whom a draft names is in sight, and can be taken off again', async ({ context }) => {
  const page = await keepAndComeBack(context, named, avoid);
  await page.locator('#phrase').fill(PHRASE);
  await draft(page, 'restore');
  await says(page, 'kept');
  await expect(page.locator('[name=avoid_names]')).toHaveValue('林国栋');
  await expect(page.locator('[name=avoid_names]')).toBeVisible();
  await expect(page.locator('label[for="avoid_drop-440106"]')).toBeVisible();
  await expect(page.locator('#body')).toHaveValue(named.body);
});

test('a draft whose form the server cannot give now is not lost', async ({ context }) => {
  const page = await keepAndComeBack(context, named, avoid);
  const before = (await stored(page)).all.local;
  await page.route('**/api/report/prepare', (route) => route.abort());
  await page.locator('#phrase').fill(PHRASE);
  await draft(page, 'restore');
  await expect(page.locator('[data-sealing=away]')).toBeVisible();
  await page.locator('#title').fill('另外写的');
  await page.locator('#subject').focus();
  expect((await stored(page)).all.local).toEqual(before);
});

test('what was typed last is kept as well when the page is left without leaving the field', async ({ page }) => {
  await open(page);
  await unfold(page);
  await fill(page, { ...named, address: undefined });
  await page.locator('#phrase').fill(PHRASE);
  await draft(page, 'keep');
  await says(page, 'kept');
  await page.locator('#address').pressSequentially('天河路');
  await page.goto('/about/protection');
  await open(page);
  await page.locator('#phrase').fill(PHRASE);
  await draft(page, 'restore');
  await says(page, 'kept');
  await expect(page.locator('#address')).toHaveValue('天河路');
});

/** Keeps a draft of what is filled in. */
async function keep(page) {
  await open(page);
  await unfold(page);
  await fill(page, named);
  await page.locator('#phrase').fill(PHRASE);
  await draft(page, 'keep');
  await says(page, 'kept');
}

test('where the module fails on the way, one click still destroys the draft, and nothing brings it back', async ({ page }) => {
  await keep(page);
  await page.route('**/api/report/prepare', (route) => route.fulfill({ status: 200, body: 'no answer' }));
  await press(page, 'review');
  await says(page, 'left');
  await expect(page.locator('#draft-form button:visible')).toHaveCount(1);
  await draft(page, 'destroy');
  await says(page, 'gone');
  await expect(page.locator('#draft-form button:visible')).toHaveCount(0);
  await page.locator('#title').fill('改一改');
  await page.locator('#subject').focus();
  expect((await stored(page)).all.local).toEqual({});
  await expect(page.locator('#body')).toHaveValue(named.body);
});

test('where the module does not load, a draft from before can be destroyed, and without one nothing is said of drafts', async ({ page }) => {
  await page.route('**/assets/sealer*wasm', (route) => route.abort());
  await page.goto('/report');
  await expect(page.locator('html')).toHaveAttribute('data-sealer', 'off');
  await expect(page.locator('#draft-form')).toBeHidden();
  await page.evaluate(() => localStorage.setItem('qingfeng-draft', 'AAAA'));
  await page.reload();
  await says(page, 'left');
  await expectAccessible(page, 'a draft that nothing opens');
  await draft(page, 'destroy');
  await says(page, 'gone');
  expect((await stored(page)).all.local).toEqual({});
});

test('what was filed the ordinary way needs no draft either', async ({ page }) => {
  await keep(page);
  await page.route('**/api/report/prepare', (route) => route.fulfill({ status: 200, body: 'no answer' }));
  await press(page, 'review');
  await says(page, 'left');
  await press(page, 'review');
  await press(page, 'send');
  await receipt(page);
  expect((await stored(page)).all.local).toEqual({});
});

test('one click destroys it', async ({ page }) => {
  await open(page);
  await unfold(page);
  await fill(page, named);
  await page.locator('#phrase').fill(PHRASE);
  await draft(page, 'keep');
  await says(page, 'kept');
  await draft(page, 'destroy');
  await says(page, 'none');
  await page.locator('#title').fill('改一改');
  await page.locator('#subject').focus();
  expect((await stored(page)).all.local).toEqual({});
  await expect(page.locator('#body')).toHaveValue(named.body);
});

test('in large type it stays folded until it is asked for, also where there is a draft', async ({ page }) => {
  await open(page);
  await page.evaluate(() => localStorage.setItem('qingfeng-draft', 'AAAA'));
  await open(page, '/elder/report');
  await expect(page.locator('#draft-form summary')).toBeVisible();
  await expect(page.locator('#phrase')).toBeHidden();
  await unfold(page);
  await says(page, 'found');
});

test('a draft that was spoilt is not shown as one, and can be destroyed', async ({ page }) => {
  await open(page);
  await page.evaluate(() => localStorage.setItem('qingfeng-draft', 'AAAA'));
  await page.reload();
  await says(page, 'found');
  await page.locator('#phrase').fill(PHRASE);
  await draft(page, 'restore');
  await says(page, 'wrong');
  await draft(page, 'destroy');
  await says(page, 'none');
});

test('a draft comes back on the form that it was written on, also from the other one', async ({ context }) => {
  const page = await context.newPage();
  await open(page, '/report?kind=protection');
  await fill(page, { ...named, kind: undefined });
  await page.locator('#number').fill('123-456');
  await unfold(page);
  await page.locator('#phrase').fill(PHRASE);
  await draft(page, 'keep');
  await says(page, 'kept');
  await page.close();

  const again = await context.newPage();
  await open(again);
  await again.locator('#phrase').fill(PHRASE);
  await draft(again, 'restore');
  await says(again, 'kept');
  await expect(again.locator('#report-form [name=kind]')).toHaveValue('protection');
  await expect(again.locator('#number')).toHaveValue('123-456');
  for (const name of ['subject', 'title', 'body', 'name', 'phone']) await expect(again.locator(`#report-form [name=${name}]`)).toHaveValue(named[name]);
  await expect(again.locator('#area')).toHaveValue(named.area);
});
