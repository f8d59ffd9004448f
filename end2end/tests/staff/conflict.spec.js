// Who has an interest in a case: keeps away, learns nothing of it, and is let back by somebody else.
import { expect, test } from '@playwright/test';
import { expectAccessibleIn } from '../../support/axe.js';
import { file, follow, named } from '../../support/report.js';
import { act, deskOf, openCase } from '../../support/staff.js';

const idOf = (page, form, name) => page.locator(`form#action-${form} option`, { hasText: name }).getAttribute('value');

test('a lead keeps an officer away, for whom the case is as if it did not exist, and a custodian lets the officer back', async ({ page, browser }, { project }) => {
  const { code, number } = await file(page, { ...named, title: `回避 ${project.name}` });
  const [lead, officer, keeper] = [await deskOf(browser, 'tianhe', project), await deskOf(browser, 'second', project), await deskOf(browser, 'keeper', project)];
  await openCase(officer, number);
  await openCase(lead, number);
  const who = await idOf(lead, 'recuse', 'second');
  await act(lead, 'recuse', { assignee: who });
  await expect(lead.locator('#recuse-message-error')).toBeVisible();
  await act(lead, 'recuse', { assignee: who, message: '与被反映人是亲属' });
  await expect(lead.locator('#away')).toContainText('与被反映人是亲属');
  await expectAccessibleIn(project, lead, 'case, one kept away');

  const gone = await officer.goto(`/staff/cases/${number}`);
  expect(gone.status()).toBe(404);
  for (const path of ['/staff/queue', '/staff/identities']) {
    await officer.goto(path);
    await expect(officer.locator('main')).not.toContainText(number);
  }
  await follow(page, code);
  await expect(page.locator('main')).not.toContainText('与被反映人是亲属');

  await openCase(keeper, number);
  await act(keeper, 'readmit', { assignee: who });
  await openCase(officer, number);
});

test('an officer assesses the danger for the reporter, and the queue says when it is to be looked at again', async ({ page, browser }, { project }) => {
  const { code, number } = await file(page, { ...named, title: `风险 ${project.name}` });
  const officer = await deskOf(browser, 'tianhe', project);
  await openCase(officer, number);
  await expect(officer.locator('#risk')).toContainText('尚未评估');
  await act(officer, 'assess', { risk: 'high', reason: '对方已在打听', message: '改为书面联系', until: '2099-01-05' });
  await expect(officer.locator('#risk')).toContainText('改为书面联系');
  await expectAccessibleIn(project, officer, 'case, assessed');
  await follow(page, code);
  await expect(page.locator('main')).not.toContainText('对方已在打听');
});
