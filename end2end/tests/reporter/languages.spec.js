import { expect, test } from '@playwright/test';
import { anonymous, file, fill } from '../../support/report.js';

for (const [prefix, language, button] of [['', 'zh-Hans', '提交'], ['/zh-Hant', 'zh-Hant', '提交'], ['/en', 'en', 'submit']]) {
  test(`a report in ${language}, standard and elder mode`, async ({ page }) => {
    for (const mode of ['', '/elder']) {
      await page.goto(`${prefix}${mode}/report`);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      await file(page, anonymous, `${prefix}${mode}`);
      expect(new URL(page.url()).pathname).toBe(`${prefix}${mode}/report`);
      const links = await page.locator('a[href^="/"]').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
      const kept = links.filter((link) => !link.startsWith('/staff') && !link.startsWith('/assets'));
      if (`${prefix}${mode}` !== '') expect(kept.some((link) => link.startsWith(`${prefix}${mode}`)), `${button}: links stay in the mode`).toBe(true);
    }
  });
}

test('changing the language half-way loses nothing typed', async ({ page }) => {
  await page.goto('/report');
  await fill(page, anonymous);
  await page.locator('.view-controls [lang=en]').first().click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.locator('#title')).toHaveValue(anonymous.title);
  await expect(page.locator('#body')).toHaveValue(anonymous.body);
});

test('no page asks the unknown visitor for a cookie', async ({ page }) => {
  for (const address of ['/', '/report', '/status', '/about/protection', '/en', '/elder']) await page.goto(address);
  expect(await page.context().cookies()).toEqual([]);
});
