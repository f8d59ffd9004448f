import { expect, test } from '@playwright/test';
import { anonymous, file, fill } from '../../support/report.js';

for (const language of ['zh-Hans', 'zh-Hant', 'en']) {
  for (const mode of ['', '/elder']) {
    test(`a report in ${language}${mode && ', elder mode'}`, async ({ page }) => {
      const prefix = (language === 'zh-Hans' ? '' : `/${language}`) + mode;
      await file(page, anonymous, prefix);
      await expect(page.locator('html')).toHaveAttribute('lang', language);
      expect(new URL(page.url()).pathname).toBe(`${prefix}/report`);
      const links = await page.locator('main a[href^="/"], .site-nav a').evaluateAll((all) => all.map((link) => link.getAttribute('href')));
      expect(links.filter((link) => !link.startsWith(prefix))).toEqual([]);
    });
  }
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
