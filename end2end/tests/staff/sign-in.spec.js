import { expect, test } from '@playwright/test';
import { members } from '../../support/members.js';
import { firstSignIn, knock, send, signIn } from '../../support/staff.js';

test('first sign-in, sign-out, sign-in again', async ({ page }, { project }) => {
  const member = project.name === 'script' ? members.haizhu : members.liwan;
  const { secret, recovery } = await firstSignIn(page, member);
  expect(recovery.length).toBeGreaterThan(15);
  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' });

  await page.locator('form[action$="/staff/logout"] button').first().click();
  await expect(page).toHaveURL(/\/staff\/login/);
  await page.goto('/staff/queue');
  await expect(page).toHaveURL(/\/staff\/login/);

  await signIn(page, member, secret);
});

test('a wrong password and an unknown name get the same answer', async ({ page }) => {
  const answers = [];
  for (const login of [members.yuexiu.login, 'nobody.here']) {
    await knock(page, { login, password: 'not the password' });
    await expect(page.locator('#login')).toHaveValue(login);
    await expect(page.locator('#password')).toHaveValue('');
    answers.push(await page.locator('.error-summary').innerText());
  }
  expect(answers[0]).toBe(answers[1]);
});

test('an empty form says what is missing', async ({ page }) => {
  await page.goto('/staff/login');
  await send(page, '#login-form');
  await expect(page.locator('.error-summary')).toBeVisible();
});
