// Passkeys, with a device that the browser plays; and the codes beside them.
import { expect, test } from '@playwright/test';
import { expectAccessible } from '../../support/axe.js';
import { members } from '../../support/members.js';
import { firstSignIn, knock, send } from '../../support/staff.js';
import { totp } from '../../support/totp.js';

// A passkey is bound to a name, and this address has one.
const NAMED = process.env.QINGFENG_BASE_URL?.replace('127.0.0.1', 'localhost');
test.use({ baseURL: NAMED });

const LIST = '/staff/account/passkeys';
const give = (page) => page.locator('#passkey-give');
const error = (page) => page.locator('#passkey-error');

/** A device with a fingerprint reader; what it holds, and how to change what its owner does. */
async function plugIn(page) {
  const browser = await page.context().newCDPSession(page);
  await browser.send('WebAuthn.enable');
  const options = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true };
  const { authenticatorId } = await browser.send('WebAuthn.addVirtualAuthenticator', { options: { ...options, automaticPresenceSimulation: true } });
  return {
    holds: async () => (await browser.send('WebAuthn.getCredentials', { authenticatorId })).credentials.length,
    verify: (isUserVerified) => browser.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
  };
}

async function signOut(page) {
  await page.locator('form[action$="/staff/logout"] button').first().click();
  await expect(page).toHaveURL(/\/staff\/login/);
}

test('a passkey is added, signs in beside the code, and is removed', async ({ page, browser }) => {
  test.setTimeout(120_000);
  const device = await plugIn(page);
  const { secret } = await firstSignIn(page, members.passkey);

  await test.step('added', async () => {
    await page.goto('/staff/account');
    await page.locator(`main a[href="${LIST}"]`).click();
    await expect(page.locator('main')).toContainText('您还没有');
    await expectAccessible(page, 'passkeys, none');
    await page.locator(`main a[href="${LIST}/new"]`).click();
    await expect(page.locator('#passkey-without')).toBeHidden();
    await expectAccessible(page, 'a new passkey');
    await page.locator('#name').fill('办公电脑');
    await give(page).click();
    await expect(page).toHaveURL(new RegExp(`${LIST}\\?added$`));
    await expect(page.locator('table')).toContainText('办公电脑');
    await expectAccessible(page, 'passkeys');
    expect(await device.holds()).toBe(1);
  });

  await test.step('not a second time on the same device', async () => {
    await page.goto(`${LIST}/new`);
    await page.locator('#name').press('Enter');
    await expect(error(page)).toContainText('已经有您在本平台的通行密钥');
    await expect(give(page)).toBeFocused();
  });

  await test.step('signs in', async () => {
    await signOut(page);
    await page.goto(LIST);
    await page.locator('#login-form [name=login]').fill(members.passkey.login);
    await page.locator('#login-form [name=password]').fill(members.passkey.password);
    await send(page, '#login-form');
    await expectAccessible(page, 'the second step');
    await give(page).click();
    await expect(page).toHaveURL(new RegExp(`${LIST}$`));
    await expect(page.locator('table')).not.toContainText('从未');
  });

  await test.step('whoever cancels is told, and can go on; also where the browser reads no JSON', async () => {
    await signOut(page);
    await page.addInitScript(() => { delete PublicKeyCredential.parseRequestOptionsFromJSON; });
    await knock(page, members.passkey);
    await device.verify(false);
    await give(page).click();
    await expect(error(page)).toContainText('已取消');
    await expectAccessible(page, 'a passkey that was not given');
    await device.verify(true);
    await give(page).click();
    await expect(page).toHaveURL(/\/staff\/queue/);
  });

  await test.step('where the browser knows none, the code', async () => {
    const plain = await (await browser.newContext({ baseURL: NAMED })).newPage();
    await plain.addInitScript(() => { delete window.PublicKeyCredential; });
    await knock(plain, members.passkey);
    await expect(give(plain)).toBeHidden();
    await expect(plain.locator('#passkey-without')).toBeVisible();
  });

  await test.step('without JavaScript, the code', async () => {
    const plain = await (await browser.newContext({ baseURL: NAMED, javaScriptEnabled: false })).newPage();
    await knock(plain, members.passkey);
    await expect(give(plain)).toBeHidden();
    await expect(plain.locator('#passkey-without')).toBeVisible();
    await plain.locator('#code-form [name=code]').fill(totp(secret, Date.now() + 30_000));
    await send(plain, '#code-form');
    await expect(plain).toHaveURL(/\/staff\/queue/);
    await plain.goto(`${LIST}/new`);
    await expect(plain.locator('#passkey-without')).toBeVisible();
  });

  await test.step('removed', async () => {
    await page.goto(LIST);
    await page.locator('table a').click();
    await expect(page.locator('main')).toContainText('不能恢复');
    await expectAccessible(page, 'removing a passkey');
    await page.locator('form[action$="/remove"] button').click();
    await expect(page).toHaveURL(new RegExp(`${LIST}\\?removed$`));
    await signOut(page);
    await knock(page, members.passkey);
    await expect(page.locator('#code-form [name=code]')).toBeVisible();
    await expect(give(page)).toHaveCount(0);
  });
});
