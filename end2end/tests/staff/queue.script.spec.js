import { expect, test } from '@playwright/test';
import { stateOf } from '../../support/members.js';
import { anonymous, file, suggestion } from '../../support/report.js';

test.use({ storageState: ({}, use) => use(stateOf('yuexiu')) });

// In a long run the unit's whole queue has more than one page; of this category it has none but these.
const rare = { ...anonymous, category: 'prices' };
const QUEUE = '/staff/queue?category=prices';

test('rows open on the page, by key', async ({ page, browser }) => {
  const { number } = await file(await stranger(browser), { ...rare, title: '按键打开这一件' });
  await page.goto(QUEUE);
  const row = page.locator(`tr[data-number="${number}"]`);
  await expect(row).toContainText('按键打开这一件');

  // Keys work once the page's WebAssembly runs, a moment after the page is there.
  await expect(async () => {
    await page.keyboard.press('j');
    expect(await page.evaluate(() => document.activeElement.closest('tr[data-number]') !== null)).toBe(true);
  }).toPass();
  await page.keyboard.press('/');
  await expect(page.locator('input[name=text]')).toBeFocused();
  await page.keyboard.type(number);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/staff/cases/${number}`));
});

test('a new case appears without reloading', async ({ page, browser }) => {
  await page.goto(QUEUE);
  await expect(page.locator('table')).toBeVisible();
  const { number } = await file(await stranger(browser), { ...rare, title: '刚刚到的一件' });
  await expect(page.locator(`tr[data-number="${number}"]`)).toBeVisible({ timeout: 30_000 });
});

test('a search that finds nothing says so', async ({ page, browser }) => {
  await file(await stranger(browser), { ...rare, title: '随便一件' });
  await page.goto(QUEUE);
  await expect(page.locator('html[data-islands=ready]')).toBeVisible();
  await page.locator('#queue-text').fill('没有人写过这句');
  await page.locator('#queue-search button[type=submit]').click();
  await expect(page.locator('.queue-empty')).toHaveText('看过的件里，标题、对象和正文都没有“没有人写过这句”。');
});

test('the address keeps the filter', async ({ page, browser }) => {
  const { number } = await file(await stranger(browser), { ...suggestion, area: '440104', title: '只看意见建议' });
  await page.goto('/staff/queue');
  await page.locator('.queue-filter > summary').click();
  await page.locator('#filter-kind').selectOption('disclosure');
  await page.locator('.filter-form button[type=submit]').click();
  await expect(page).toHaveURL(/kind=disclosure/);
  await expect(page.locator(`tr[data-number="${number}"]`)).toHaveCount(0);
  await page.reload();
  await expect(page.locator('#filter-kind')).toHaveValue('disclosure');
});

/** A window in which nobody is signed in. */
async function stranger(browser) {
  const context = await browser.newContext({ baseURL: process.env.QINGFENG_BASE_URL, storageState: { cookies: [], origins: [] } });
  return context.newPage();
}
