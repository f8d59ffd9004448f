// Members sign in once; the tests that come after start from there.
import { test } from '@playwright/test';
import { members, stateOf } from '../support/members.js';
import { firstSignIn } from '../support/staff.js';

for (const name of ['city', 'tianhe', 'yuexiu']) {
  test(`${members[name].login} signs in for the first time`, async ({ page }) => {
    await firstSignIn(page, members[name]);
    await page.context().storageState({ path: stateOf(name) });
  });
}
