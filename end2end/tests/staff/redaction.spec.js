// A copy with parts blacked out: chosen, looked at, sent, read by the other unit.
import { expect, test } from '@playwright/test';
import { expectAccessibleIn } from '../../support/axe.js';
import { anonymous, file, follow } from '../../support/report.js';
import { deskOf } from '../../support/staff.js';

const BODY = '三月十二日，赵某在金穗酒店收了信封。招标文件只有一家能满足。';

test('a unit blacks out a sentence and a name, and another unit reads what is left', async ({ page, browser }, { project }) => {
  const { code, number } = await file(page, { ...anonymous, title: `赵某的招标 ${project.name}`, body: BODY });
  const [officer, city] = [await deskOf(browser, 'yuexiu', project), await deskOf(browser, 'city', project)];
  await officer.goto(`/staff/cases/${number}/redact`);
  await expectAccessibleIn(project, officer, 'redact');
  const form = officer.locator(`form[action$="/staff/cases/${number}/redact"]`);
  await form.locator('label', { hasText: '金穗酒店' }).click();
  await form.locator('[name=words]').fill('赵某');
  await form.locator('button[value=preview]').click();
  await expect(officer.locator('#preview')).toContainText('只有一家能满足');
  await expect(officer.locator('#preview')).not.toContainText('赵某');
  await expect(officer.locator('#preview')).not.toContainText('金穗酒店');
  await expectAccessibleIn(project, officer, 'redact, preview');
  await form.locator('button[value=send]').click();
  await expect(officer.locator('#unit-error')).toBeVisible();
  await form.locator('[name=unit]').selectOption('440100');
  await form.locator('button[value=send]').click();
  await expect(officer.locator('[role=status]').first()).toContainText('已密封并送出');

  await city.goto('/staff/shared');
  await expectAccessibleIn(project, city, 'copies received');
  await city.locator('a', { hasText: number }).click();
  await expect(city.locator('main')).toContainText('████');
  for (const gone of ['金穗酒店', '赵某']) await expect(city.locator('main')).not.toContainText(gone);
  await expectAccessibleIn(project, city, 'a copy');
  expect((await city.goto(`/staff/cases/${number}`)).status()).toBe(404);
  await follow(page, code);
  await expect(page.locator('main')).toContainText('涂黑');
});
