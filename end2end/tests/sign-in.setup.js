// Members sign in once; the tests that come after start from there.
import { expect, test } from '@playwright/test';
import { members, stateOf } from '../support/members.js';
import { firstSignIn } from '../support/staff.js';

for (const name of ['city', 'tianhe', 'yuexiu', 'keeper', 'second']) {
  const { login, grants } = members[name];
  test(`${login} signs in for the first time`, async ({ page }) => {
    await firstSignIn(page, members[name]);
    if (grants) await grant(page, members[grants].login);
    await page.context().storageState({ path: stateOf(name) });
  });
}

/** Passes the keys that the member holds on to a colleague. */
async function grant(page, login) {
  await page.goto('/admin/members');
  await page.locator(`tr[data-login="${login}"] a`).click();
  await page.locator('form[action$="/grant-key"] button').click();
  await expect(page.locator('form[action$="/grant-key"]')).toHaveCount(0);
}
