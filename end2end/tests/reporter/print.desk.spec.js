import { expect, test } from '@playwright/test';
import { anonymous, file } from '../../support/report.js';

test('the printed receipt has what is needed later, and nothing to click', async ({ page }) => {
  await file(page, anonymous);
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('#receipt-code')).toBeVisible();
  await expect(page.locator('#case-number')).toBeVisible();
  for (const hidden of ['#quick-exit', 'header nav', 'main button']) {
    for (const element of await page.locator(hidden).all()) await expect(element).toBeHidden();
  }
});
