// Staff's pages on a narrow screen, in large type.
import { expect, test } from '@playwright/test';
import { anonymous, file } from '../../support/report.js';
import { deskOf } from '../../support/staff.js';

test('the choice of a unit is no wider than the window', async ({ page, browser }, { project }) => {
  const { number } = await file(page, { ...anonymous, title: `窄屏 ${project.name}` });
  const desk = await deskOf(browser, 'yuexiu', project);
  await desk.setViewportSize({ width: 320, height: 640 });
  await desk.goto(`/elder/staff/cases/${number}/transfer`);
  await expect(desk.locator('#action-transfer')).toBeVisible();
  expect(await desk.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});
