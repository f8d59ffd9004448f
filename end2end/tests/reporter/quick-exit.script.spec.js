import { expect, test } from '@playwright/test';
import { add, text } from '../../support/evidence.js';
import { anonymous, file, fill, follow } from '../../support/report.js';

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

const exits = {
  'a click': (page) => page.locator('#quick-exit').click(),
  'Esc three times': async (page) => { for (let times = 0; times < 3; times += 1) await page.keyboard.press('Escape'); },
};
for (const [name, leave] of Object.entries(exits)) {
  test(`${name} leaves also while a file is being added, and asks nothing`, async ({ page }) => {
    const { code } = await file(page, anonymous);
    await follow(page, code);
    const said = [];
    page.on('dialog', (dialog) => { said.push(dialog.type()); return dialog.accept(); });
    page.on('pageerror', (error) => said.push(error.message));
    const isSending = page.waitForRequest('**/api/evidence/0');
    await page.route('**/api/evidence/0', () => {});
    await add(page, [text('a.txt', 'a')]);
    await isSending;
    await leave(page);
    await expect(page).toHaveTitle('elsewhere');
    expect(said).toEqual([]);
  });
}
