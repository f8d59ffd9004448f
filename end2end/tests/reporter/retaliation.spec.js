// Protection against retaliation: asked for on the status page, heard a level above.
import { expect, test } from '@playwright/test';
import { expectAccessibleIn } from '../../support/axe.js';
import { file, fill, follow, named, press, receipt } from '../../support/report.js';
import { deskOf, openCase } from '../../support/staff.js';

test('a reporter who is retaliated against is heard by the level above, and the unit does not learn of it', async ({ page, browser }, { project }) => {
  const { code, number } = await file(page, { ...named, title: `原件 ${project.name}` });
  await follow(page, code);
  await expectAccessibleIn(project, page, 'status, with protection');
  await page.locator('#action-protect button').click();
  await expect(page.locator('[name=number]')).toHaveValue(number);
  await expectAccessibleIn(project, page, 'report, protection');
  await fill(page, { subject: '某主任', title: `被调岗 ${project.name}`, body: '昨天起不让我上班。', identity: 'anonymous' });
  await press(page, 'review');
  await expect(page.locator('.destination-unit')).toContainText('广州市');
  await expect(page.locator('main')).toContainText(number);
  await press(page, 'send');
  const own = await receipt(page);
  expect(own.code).not.toBe(code);
  const [city, tianhe] = [await deskOf(browser, 'city', project), await deskOf(browser, 'tianhe', project)];
  await openCase(city, own.number);
  await expect(city.locator('main')).toContainText(number);
  expect((await tianhe.goto(`/staff/cases/${own.number}`)).status()).toBe(404);
});
