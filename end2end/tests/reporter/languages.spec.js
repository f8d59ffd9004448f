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

const typed = { '/status': { receipt: '8DAC9' }, '/verify': { number: '123-456', proof: 'ab12' } };
for (const [address, fields] of Object.entries(typed)) {
  test(`what is typed on ${address} stays in another language and size`, async ({ page }) => {
    await page.goto(address);
    for (const [name, value] of Object.entries(fields)) await page.locator(`[name=${name}]`).fill(value);
    await page.locator('.view-controls [lang=en]').click();
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await page.locator('.size-control > *').click();
    await expect(page.locator('html')).toHaveClass('elder');
    await expect(page.locator('.error-summary')).toHaveCount(0);
    for (const [name, value] of Object.entries(fields)) await expect(page.locator(`[name=${name}]`)).toHaveValue(value);
  });
}

test('no page asks the unknown visitor for a cookie', async ({ page }) => {
  for (const address of ['/', '/report', '/status', '/about/protection', '/en', '/elder']) await page.goto(address);
  expect(await page.context().cookies()).toEqual([]);
});
