import { expect, test } from '@playwright/test';
import { members, stateOf } from '../../support/members.js';
import { firstSignIn, settleIn } from '../../support/staff.js';

test.use({ storageState: ({}, use) => use(stateOf('city')) });

test('an invitation is taken up once; the newcomer reads nothing until a colleague grants the key', async ({ page, browser }, { project }) => {
  const { newcomer, address } = await join(page, browser, { project, prefix: 'xin', unit: members.city.unit, role: 'officer' });
  await expect(newcomer.locator('tr[data-number]')).toHaveCount(0);

  const again = await page.request.get(address);
  expect(await again.text()).not.toContain('id="invite-form"');

  await page.goto('/admin/members');
  await page.locator('main a', { hasText: '新同事' }).first().click();
  await page.locator('form[action$="/grant-key"] button').click();
  await newcomer.goto('/staff/queue?status=all');
  await expect(newcomer.locator('main h1')).toBeVisible();
});

test('the first member of a unit puts a new key in the place of its first one', async ({ page, browser }, { project }) => {
  // A unit of its own for each way in which this runs.
  const unit = project.name === 'script' ? '440117' : '440118';
  const { newcomer } = await join(page, browser, { project, prefix: 'shou', unit, role: 'lead' });
  await newcomer.goto('/admin/members');
  await newcomer.locator('main a[href="/admin/keys"]').click();
  await newcomer.locator('form[action="/admin/keys/reports/renew"] button').click();
  await expect(newcomer).toHaveURL(/\/admin\/keys\?saved$/);
  await expect(newcomer.locator('#key-reports')).toContainText('新同事');
});

test('the test box says where a report would go, and why', async ({ page }) => {
  await page.goto('/admin/routing');
  await page.locator('[name=test_category]').selectOption('medicine');
  await page.locator('[name=test_area]').selectOption(members.tianhe.unit);
  await page.locator('form:has([name=test_category]) button[type=submit]').click();
  await expect(page.locator('main')).toContainText(members.tianhe.unitName);
});

test('a lead grants keys and has no other way into administration', async ({ browser }) => {
  const context = await browser.newContext({ storageState: stateOf('yuexiu'), baseURL: process.env.QINGFENG_BASE_URL });
  expect((await context.request.get('/admin/members')).status()).toBe(200);
  for (const page of ['units', 'categories', 'routing', 'audit']) {
    expect([403, 404], page).toContain((await context.request.get(`/admin/${page}`)).status());
  }
});

/** Invites someone, and takes the invitation up in a browser of their own. */
async function join(page, browser, { project, prefix, unit, role }) {
  const login = `${prefix}.${project.name.replaceAll('-', '.')}`;
  const password = '新来的同事-第一次来登录';
  await page.goto('/admin/members');
  const invite = page.locator('form[action$="/admin/members/invite"]');
  await invite.locator('[name=name]').fill('新同事');
  await invite.locator('[name=login]').fill(login);
  await invite.locator('[name=unit]').selectOption(unit);
  await invite.locator(`[name=role][value=${role}]`).check();
  await invite.locator('button[type=submit]').click();
  const [link] = (await page.locator('main').innerText()).match(/\S*\/staff\/invite\/\S+/);
  const address = link.slice(link.indexOf('/staff/invite/'));

  const newcomer = await (await browser.newContext({ storageState: { cookies: [], origins: [] }, baseURL: process.env.QINGFENG_BASE_URL })).newPage();
  await newcomer.goto(address);
  for (const name of ['password', 'password_again']) await newcomer.locator(`#invite-form [name=${name}]`).fill(password);
  await newcomer.locator('#invite-form button[type=submit]').click();
  await (newcomer.url().includes('/staff/totp') ? settleIn(newcomer) : firstSignIn(newcomer, { login, password }));
  return { newcomer, address };
}
