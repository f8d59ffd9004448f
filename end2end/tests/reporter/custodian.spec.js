// A unit without an identity custodian: the reporter is told before filing, and can choose the one above.
import { expect, test } from '@playwright/test';
import { expectAccessibleIn } from '../../support/axe.js';
import { members } from '../../support/members.js';
import { fill, follow, named, press, receipt } from '../../support/report.js';

const ABOVE = '广州市信访举报中心';
const USUAL = '番禺区信访举报室';

test('who gives a name is told, chooses the unit above, and can take that back', async ({ page }, { project }) => {
  await page.goto('/report');
  await fill(page, { ...named, area: members.panyu.unit });
  await press(page, 'review');
  await expect(page.locator('.destination-unit')).toContainText(USUAL);
  await expect(page.locator('#custody-choice')).toContainText('没有身份保管员');
  await expectAccessibleIn(project, page, 'review, without custodian');
  await press(page, 'custodian');
  await expect(page.locator('.destination-unit')).toContainText(ABOVE);
  await press(page, 'usual');
  await expect(page.locator('.destination-unit')).toContainText(USUAL);
  await press(page, 'custodian');
  await expect(page.locator('main')).toContainText(named.name);
  await press(page, 'send');
  const { code } = await receipt(page);
  await follow(page, code);
  await expect(page.locator('main')).toContainText(ABOVE);
  await expect(page.locator('main')).not.toContainText(USUAL);
});
