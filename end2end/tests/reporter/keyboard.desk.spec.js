import { expect, test } from '@playwright/test';
import { anonymous, receipt } from '../../support/report.js';

/** Presses Tab until the element has the focus, as someone without a mouse does. */
async function tabTo(page, selector) {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    const there = await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector);
    if (there) return;
  }
  throw new Error(`Tab does not reach ${selector}`);
}

test('the whole journey by keyboard', async ({ page }) => {
  await page.goto('/');
  await tabTo(page, 'main a[href*="/report"]');
  await page.keyboard.press('Enter');
  await expect(page.locator('#report-form')).toBeVisible();

  await tabTo(page, '[name=kind]');
  await page.keyboard.press('Space');
  await tabTo(page, '[name=category]');
  await page.keyboard.press('ArrowDown');
  await tabTo(page, '[name=area]');
  await page.keyboard.press('ArrowDown');
  for (const name of ['subject', 'title', 'body']) {
    await tabTo(page, `[name=${name}]`);
    await page.keyboard.insertText(anonymous[name]);
  }
  await tabTo(page, '[name=identity]');
  await page.keyboard.press('Space');
  await tabTo(page, 'button[value=review]');
  await page.keyboard.press('Enter');
  await expect(page.locator('button[value=send]')).toBeVisible();
  await tabTo(page, 'button[value=send]');
  await page.keyboard.press('Enter');
  const { code, number } = await receipt(page);

  await page.goto('/status');
  await tabTo(page, '[name=receipt]');
  await page.keyboard.insertText(code);
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toContainText(number);
});

test('the first Tab offers the way past the header', async ({ page }) => {
  await page.goto('/report');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toBeFocused();
});
