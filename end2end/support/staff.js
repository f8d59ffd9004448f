// What members of staff do at the door and in the queue.
import { expect } from '@playwright/test';
import { stateOf } from './members.js';
import { totp } from './totp.js';

const STEP = 30_000;

/** A window in which a member is signed in; scripts on or off as in the test's own. */
export async function deskOf(browser, name, project) {
  const { viewport, javaScriptEnabled = true } = project.use;
  const context = await browser.newContext({ viewport, javaScriptEnabled, storageState: stateOf(name), baseURL: process.env.QINGFENG_BASE_URL });
  return context.newPage();
}

/** Sends a form by its visible button. */
export function send(page, form) {
  return page.locator(`${form} button[type=submit]:visible`).first().click();
}

/** Login and password. */
export async function knock(page, { login, password }) {
  await page.goto('/staff/login');
  await page.locator('#login-form [name=login]').fill(login);
  await page.locator('#login-form [name=password]').fill(password);
  await send(page, '#login-form');
}

/** The first sign-in: sets up the second factor, keeps the recovery code. Ends at the queue, or for who only keeps identities at those. */
export async function firstSignIn(page, member) {
  await knock(page, member);
  return settleIn(page);
}

/** What a first sign-in goes on with once the password is right. */
export async function settleIn(page) {
  const secret = await setUpSecondFactor(page);
  const recovery = await keepRecoveryCode(page);
  await expect(page).toHaveURL(/\/staff\/(queue|identities)/);
  return { secret, recovery };
}

async function setUpSecondFactor(page) {
  const secret = (await page.locator('#totp-secret').innerText()).replace(/\s/g, '');
  await page.locator('#totp-form [name=code]').fill(totp(secret));
  await send(page, '#totp-form');
  return secret;
}

async function keepRecoveryCode(page) {
  const recovery = await page.locator('#recovery-code').innerText();
  await page.locator('main a[href*="/staff/"]').last().click();
  return recovery;
}

/** A later sign-in. The portal takes each code once, and the next one a little early, so that is the one typed here. */
export async function signIn(page, member, secret) {
  await knock(page, member);
  await page.locator('#code-form [name=code]').fill(totp(secret, Date.now() + STEP));
  await send(page, '#code-form');
  await expect(page).toHaveURL(/\/staff\/queue/);
}

/** Opens a case by its number: in a long run it may stand on a later page of the queue. */
export async function openCase(page, number) {
  await page.goto(`/staff/cases/${number}`);
  await expect(page.locator('main')).toContainText(number);
}

/** Does something to the case that is open: unfolds its form, fills it in, and sends it. */
export async function act(page, action, fields = {}) {
  const form = page.locator(`form#action-${action}`);
  const fold = page.locator(`details:has(form#action-${action})`);
  if ((await fold.count()) > 0 && !(await form.isVisible())) await fold.locator('summary').click();
  for (const [name, value] of Object.entries(fields)) {
    const list = form.locator(`select[name=${name}]`);
    if ((await list.count()) > 0) await list.selectOption(value);
    else await form.locator(`[name=${name}]`).fill(value);
  }
  await pressAndWait(page, form.locator('button[type=submit]'));
}

/** Presses a button that sends a form, and waits for the page that answers: what comes next must not be looked for on the old one. */
async function pressAndWait(page, button) {
  const answered = page.waitForEvent('load');
  await button.click();
  await answered;
}

/** Asks, on the page of a case, for fields of the reporter's identity. */
export async function askForIdentity(page, number, scope, reason) {
  await openCase(page, number);
  await page.locator('details:has(form#action-ask-identity) > summary').click();
  const form = page.locator('form#action-ask-identity');
  await form.locator('[name=purpose]').selectOption('verify');
  for (const part of scope) await form.locator(`label[for=ask-identity-scope-${part}]`).click();
  await form.locator('[name=reason]').fill(reason);
  await form.locator('button[type=submit]').click();
  await expect(page.locator('#identity')).toContainText('您已于');
}

/** Grants or refuses, as a custodian, the first request for the identity of a case. */
export async function decide(page, number, decision, reason = '') {
  await page.goto('/staff/identities');
  const form = page.locator(`form[action$="/staff/identities/${number}/0"]`);
  await form.locator('[name=reason]').fill(reason);
  await pressAndWait(page, form.locator(`button[value=${decision}]`));
}

/** Hands the case to another unit, by the page that offers all of them. */
export async function transfer(page, number, unit, message) {
  await page.goto(`/staff/cases/${number}/transfer`);
  await page.locator(`#action-transfer label[for="unit-${unit}"]`).click();
  await page.locator('#action-transfer [name=message]').fill(message);
  await page.locator('#action-transfer button[type=submit]').click();
  await expect(page.locator('#action-transfer')).toHaveCount(0);
}
