import { expect, test } from '@playwright/test';
import { anonymous, choose, fill, named, press } from '../../support/report.js';

test('each fault stands beside its field, and nothing typed is lost', async ({ page }) => {
  await page.goto('/report');
  const typed = { ...named, title: '', id_number: '110105194912310021', body: '第一行\n  第二行 <b>&amp;' };
  await fill(page, typed);
  const answer = page.waitForResponse((response) => response.request().method() === 'POST');
  await press(page, 'review');
  expect((await answer).status()).toBe(422);

  await expect(page.locator('.error-summary')).toBeVisible();
  await expect(page.locator('#title-error')).toBeVisible();
  await expect(page.locator('#id_number-error')).toBeVisible();
  await expect(page.locator('#body-error')).toHaveCount(0);
  await expect(page.locator('#title')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.locator('#title')).toHaveAttribute('aria-describedby', /title-error/);
  await expect(page).toHaveTitle(/^\D*2/);

  for (const name of ['subject', 'body', 'name', 'id_number', 'phone', 'address', 'category', 'area']) {
    await expect(page.locator(`#${name}`)).toHaveValue(typed[name]);
  }
  await expect(page.locator('input[name=kind][value=request]')).toBeChecked();
  await expect(page.locator('input[name=identity][value=named]')).toBeChecked();

  await page.locator('.error-summary a[href="#title"]').click();
  await expect(page.locator('#title')).toBeFocused();
});

test('an empty form says what is missing, in the reader’s language', async ({ page }) => {
  await page.goto('/en/report');
  await press(page, 'review');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  for (const name of ['kind', 'category', 'area', 'subject', 'title', 'body', 'identity']) {
    await expect(page.locator(`#${name}-error`)).toBeVisible();
    await expect(page.locator(`#${name}-error`)).not.toContainText(/\p{Script=Han}/u);
  }
});

test('from the review back to the form, everything is still there', async ({ page }) => {
  await page.goto('/report');
  await fill(page, anonymous);
  await press(page, 'review');
  await press(page, 'edit');
  for (const name of ['category', 'area', 'subject', 'title', 'body']) await expect(page.locator(`#${name}`)).toHaveValue(anonymous[name]);
});

test('an anonymous report is not asked for a name', async ({ page }) => {
  await page.goto('/report');
  await choose(page, 'identity', 'anonymous');
  await expect(page.locator('#name')).toBeHidden();
  await choose(page, 'identity', 'named');
  await expect(page.locator('#name')).toBeVisible();
});

test('a page that is not there says so with a way on', async ({ page }) => {
  const answer = await page.goto('/no-such-page');
  expect(answer.status()).toBe(404);
  await expect(page.locator('main h1')).toBeVisible();
  await expect(page.locator('main a[href]').first()).toBeVisible();
});
