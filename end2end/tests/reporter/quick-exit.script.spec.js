import { expect, test } from '@playwright/test';
import { anonymous, fill } from '../../support/report.js';

test.beforeEach(async ({ page }) => {
  await page.route(/^https:/, (route) => route.fulfill({ contentType: 'text/html', body: '<title>elsewhere</title>' }));
});

test('Esc three times leaves, and Back does not lead back to the page', async ({ page }) => {
  await page.goto('/about/protection');
  await page.goto('/report');
  await fill(page, anonymous);
  for (let times = 0; times < 3; times += 1) await page.keyboard.press('Escape');
  await expect(page).toHaveTitle('elsewhere');
  await page.goBack();
  await expect(page).toHaveURL(/\/about\/protection$/);
});

test('Esc twice does nothing', async ({ page }) => {
  await page.goto('/report');
  for (let times = 0; times < 2; times += 1) await page.keyboard.press('Escape');
  await page.locator('#title').fill('还在');
  await expect(page.locator('#title')).toHaveValue('还在');
});
