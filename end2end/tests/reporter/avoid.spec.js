// Who must not learn of a report: a unit and people, with scripts and without.
import { expect, test } from '@playwright/test';
import { expectAccessibleIn } from '../../support/axe.js';
import { anonymous, fill, follow, press, receipt } from '../../support/report.js';

test('a report goes around a unit that must not learn of it, and says so before it is filed', async ({ page }, { project }) => {
  await page.goto('/report');
  await fill(page, { ...anonymous, area: '440106', title: `不能让谁知道 ${project.name}` });
  await page.locator('#avoid > summary').click();
  await page.locator('[name=avoid_names]').fill('林国栋\n王五');
  await expectAccessibleIn(project, page, 'report, avoiding');
  await press(page, 'review');
  await expect(page.locator('.destination-unit')).toContainText('天河区');
  await press(page, 'avoid');
  await expect(page.locator('.destination-unit')).toContainText('广州市');
  await expect(page.locator('main')).toContainText('最近上级');
  await expect(page.locator('[data-typed=avoid_names]')).toContainText('王五');
  await expectAccessibleIn(project, page, 'review, gone around');
  await press(page, 'edit');
  await expect(page.locator('[name=avoid_names]')).toHaveValue('林国栋\n王五');
  await expect(page.locator('[name=avoid_names]')).toBeVisible();
  await expect(page.locator('label[for="avoid_drop-440106"]')).toBeVisible();
  await press(page, 'review');
  await press(page, 'send');
  const { code } = await receipt(page);
  await follow(page, code);
  await expect(page.locator('[data-typed=avoid_names]')).toContainText('林国栋');
});

test('whom a report names stays in sight when the language changes', async ({ page }) => {
  await page.goto('/report');
  await fill(page, anonymous);
  await page.locator('#avoid > summary').click();
  await page.locator('[name=avoid_names]').fill('林国栋');
  await page.locator('.view-controls [lang=en]').click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.locator('[name=avoid_names]')).toHaveValue('林国栋');
  await expect(page.locator('[name=avoid_names]')).toBeVisible();
});
