import { expect, test } from '@playwright/test';

for (const address of ['/', '/report', '/status', '/about/protection']) {
  test(`quick exit on ${address}`, async ({ page }) => {
    await page.route(/^https:/, (route) => route.fulfill({ contentType: 'text/html', body: '<title>elsewhere</title>' }));
    await page.goto(address);
    await page.locator('#quick-exit').click();
    await expect(page).toHaveTitle('elsewhere');
  });
}
