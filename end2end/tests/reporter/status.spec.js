import { expect, test } from '@playwright/test';
import { anonymous, file, follow } from '../../support/report.js';

test('the code may be typed sloppily', async ({ page }) => {
  const { code, number } = await file(page, anonymous);
  const fullWidth = [...code].map((letter) => (letter === '-' ? '－' : String.fromCharCode(letter.charCodeAt(0) + 0xfee0))).join('');
  const mistaken = code.replaceAll('0', 'O').replaceAll('1', 'l');
  for (const typed of [code.toLowerCase(), code.replaceAll('-', ''), ` ${code.replaceAll('-', ' ')} `, fullWidth, mistaken]) {
    await follow(page, typed);
    await expect(page.locator('main')).toContainText(number);
  }
});

test('a typo is told apart from a code that nobody has', async ({ page }) => {
  const { code } = await file(page, anonymous);
  const last = code.at(-1) === '7' ? '8' : '7';
  await follow(page, code.slice(0, -1) + last);
  const typo = await page.locator('#receipt-error').innerText();
  await expect(page.locator('#receipt')).toHaveValue(code.slice(0, -1) + last);

  await follow(page, '00000-00000-00000-00000-00000');
  const unknown = await page.locator('.error-summary, #receipt-error').first().innerText();
  expect(unknown).not.toBe(typo);
});

test('what a code opened is kept nowhere', async ({ page }) => {
  const { code } = await file(page, anonymous);
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await follow(page, code);
  expect((await answer).headers()['cache-control']).toContain('no-store');
  expect(await page.context().cookies()).toEqual([]);
  await page.goto('/status');
  expect(await page.content()).not.toContain(code);
});
