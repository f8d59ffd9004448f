// A unit's key shared among colleagues: given out, and found good by who has a share.
import { expect, test } from '@playwright/test';
import { expectAccessibleIn } from '../../support/axe.js';
import { deskOf } from '../../support/staff.js';

const done = (page, words) => expect(page.locator('[role=status]').first()).toContainText(words);

test('a lead shares the key of reports, and an officer finds the share good', async ({ browser }, { project }) => {
  const [lead, second] = [await deskOf(browser, 'tianhe', project), await deskOf(browser, 'second', project)];
  await lead.goto('/staff/recovery');
  await expectAccessibleIn(project, lead, 'recovery');
  const form = lead.locator('form[action$="/staff/recovery/share"]').first();
  await lead.locator('summary', { hasText: '把密钥分成份额' }).first().click();
  for (const name of ['luo.second', 'chen.city']) await form.locator('label', { hasText: name }).click();
  await form.locator('[name=threshold]').selectOption('2');
  await form.locator('button').click();
  await done(lead, '已分成份额');
  await expect(lead.locator('main')).toContainText('还没有核对');

  await second.goto('/staff/recovery');
  await second.locator('form[action$="/staff/recovery/check"] button').first().click();
  await done(second, '份额核对无误');
  await expectAccessibleIn(project, second, 'recovery, with a share');
});
