// A whole case in Tor Browser at 'Safest', through the onion service.
import { expect } from '@playwright/test';
import { add, sendAlong, text, waiting } from '../../support/evidence.js';
import { members } from '../../support/members.js';
import { anonymous, fill, follow, press, receipt } from '../../support/report.js';
import { act, firstSignIn, openCase } from '../../support/staff.js';
import { ONION, test } from '../../support/tor.js';

/** Headers that have no place where there is no TLS, no cookie, and nowhere better to go. */
const UNFIT = ['onion-location', 'set-cookie', 'strict-transport-security'];

test.skip(({ javaScriptEnabled }) => javaScriptEnabled !== false, 'Tor Browser at Safest runs no script');

test('filed, followed, written to, added to and answered on the onion service, each time under a new identity', async ({ portal, visit, browser, request }) => {
  let page = await visit.begin();
  await page.goto('/');
  await page.locator('main a[href*="/report"]').first().click();
  await fill(page, anonymous);
  await press(page, 'review');
  await expectNothingMissing(page);
  await press(page, 'send');
  const { code, number } = await receipt(page);
  await page.locator('#keep-form button[value=kept]').click();
  await expectNothingMissing(page);

  page = await visit.begin();
  await follow(page, code);
  await expect(page.locator('main')).toContainText(number);
  await sendAlong(page, '公告是九月十二日登的。');
  await expect(page.locator('main')).toContainText('公告是九月十二日登的。');

  page = await visit.begin();
  await follow(page, code);
  await add(page, [text('说明.txt', '附言')]);
  await expect(waiting(page)).toContainText('说明.txt');
  await sendAlong(page);
  await expect(page.locator('.message-own .file-name')).toHaveText('说明.txt');
  await expectNothingMissing(page);

  const desk = await browser.newPage({ baseURL: portal.url });
  await firstSignIn(desk, members.yuexiu);
  await openCase(desk, number);
  await expect(desk.locator('main')).toContainText('公告是九月十二日登的。');
  await act(desk, 'accept');
  await act(desk, 'answer', { message: '经查，三家公司确有关联，已移送。' });
  await desk.close();

  page = await visit.begin();
  await follow(page, code);
  await expect(page.locator('main')).toContainText('经查，三家公司确有关联，已移送。');
  expect(await page.context().cookies()).toEqual([]);

  const answers = await visit.end();
  expect(answers.length).toBeGreaterThan(20);
  for (const { url, headers } of answers) {
    expect(url).toMatch(new RegExp(`^${ONION}/`));
    expect(Object.keys(headers).filter((name) => UNFIT.includes(name)), url).toEqual([]);
    expect(headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
  }
  const elsewhere = await request.get(`${portal.url}/en/report`);
  expect(elsewhere.headers()['onion-location']).toBe(`${ONION}/en/report`);
});

/** What 'Safest' leaves out may be on a page as decoration alone. */
async function expectNothingMissing(page) {
  await expect(page.locator('math, svg:not([aria-hidden=true]):not([aria-hidden=true] svg)')).toHaveCount(0);
}
