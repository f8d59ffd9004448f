import { expect, test } from '@playwright/test';
import { anonymous, file, fill, follow, named, press, receipt, suggestion } from '../../support/report.js';

const CODE = /^([0-9A-HJKMNP-TV-Z]{5}-){4}[0-9A-HJKMNP-TV-Z]{5}$/;

for (const [name, report, unit] of [
  ['an anonymous disclosure', anonymous, '越秀区'],
  ['a named request', named, '天河区'],
  ['a suggestion', suggestion, '广州市'],
]) {
  test(`${name}, from the home page to the status page`, async ({ page }) => {
    await page.goto('/');
    await page.locator('main a[href*="/report"]').first().click();
    await fill(page, report);
    await press(page, 'review');
    await expect(page.locator('main')).toContainText(unit);
    await expect(page.locator('main')).toContainText(report.title);
    await press(page, 'send');

    const { code, number } = await receipt(page);
    expect(code).toMatch(CODE);
    expect(page.url()).toMatch(/\/report$/);
    await expect(page.locator('main')).toContainText(unit);

    await follow(page, code);
    await expect(page.locator('main')).toContainText(number);
    await expect(page.locator('main')).toContainText(unit);
    expect(page.url()).not.toContain(code);
  });
}

test('straight from the form, without the review', async ({ page }) => {
  await page.goto('/report');
  await fill(page, anonymous);
  const answer = await page.request.post('/report', { form: { ...(await filled(page)), step: 'send' } });
  expect(answer.status()).toBe(200);
  expect(await answer.text()).toContain('id="receipt-code"');
});

test('sent twice is filed once: the same receipt again', async ({ page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled, 'what is sealed in the browser has a test of its own');
  await page.goto('/report');
  await fill(page, anonymous);
  await press(page, 'review');
  const again = { ...(await filled(page)), step: 'send' };
  await press(page, 'send');
  const first = await receipt(page);

  const answer = await page.request.post('/report', { form: again });
  expect(answer.status()).toBe(200);
  const html = await answer.text();
  expect(html).toContain(first.code);
  expect(html).toContain(first.number);
});

test('filed by a script, the same form files nothing more without one', async ({ page, javaScriptEnabled }) => {
  test.skip(!javaScriptEnabled, 'needs a script');
  await page.goto('/report');
  await expect(page.locator('html')).toHaveAttribute('data-sealer', 'ready');
  await fill(page, anonymous);
  await press(page, 'review');
  const again = { ...(await filled(page)), step: 'send' };
  await press(page, 'send');
  await receipt(page);
  const answer = await page.request.post('/report', { form: again });
  expect(answer.status()).toBe(422);
  expect(await answer.text()).toContain(anonymous.title);
});

test('a double click files one report', async ({ page }) => {
  await page.goto('/report');
  await fill(page, anonymous);
  await press(page, 'review');
  await page.locator('#report-form button[value=send]').dblclick();
  const { code, number } = await receipt(page);
  await follow(page, code);
  await expect(page.locator('main')).toContainText(number);
});

test('two reports have different codes and numbers', async ({ page }) => {
  const one = await file(page, anonymous);
  const other = await file(page, anonymous);
  expect(other.code).not.toBe(one.code);
  expect(other.number).not.toBe(one.number);
});

/** What the browser would send with the form. */
function filled(page) {
  return page.locator('#report-form').evaluate((form) => Object.fromEntries(new FormData(form)));
}
