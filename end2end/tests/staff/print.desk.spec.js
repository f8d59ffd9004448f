// On paper: a case without its forms, and the queue with what somebody has to know who holds the sheet.
import { expect, test } from '@playwright/test';
import { anonymous, file } from '../../support/report.js';
import { deskOf, openCase } from '../../support/staff.js';

// A4, less its margins.
const paper = { width: 680, height: 960 };

test('a case and the queue are printed without forms', async ({ page, browser }, { project }) => {
  const { number } = await file(page, { ...anonymous, title: `打印 ${project.name}` });
  const desk = await deskOf(browser, 'yuexiu', project);
  await desk.setViewportSize(paper);
  await openCase(desk, number);
  await expect(desk.locator('form#action-note')).toBeVisible();
  await desk.emulateMedia({ media: 'print' });
  for (const form of await desk.locator('main form').all()) await expect(form).toBeHidden();

  await desk.emulateMedia({ media: 'screen' });
  await desk.goto('/staff/queue');
  // Any row: there may be more cases than a page holds.
  const row = desk.locator('tr[data-number]').first();
  await expect(row.locator('.cell-assignee')).toBeHidden();
  await desk.emulateMedia({ media: 'print' });
  for (const cell of ['.cell-number', '.cell-assignee', '.cell-due']) await expect(row.locator(cell)).toBeVisible();
  await expect(row.locator('.cell-select')).toBeHidden();
});
