// How long a case is kept: held, asked to be destroyed, refused, destroyed, with what is left of it.
import { expect, test } from '@playwright/test';
import { expectAccessibleIn } from '../../support/axe.js';
import { anonymous, file, follow } from '../../support/report.js';
import { deskOf } from '../../support/staff.js';

const deed = (desk, number, name) => desk.locator(`form[action$="/staff/retention/${number}/${name}"]`);
const done = (page, words) => expect(page.locator('[role=status]').first()).toContainText(words);

const askForDeletion = async (page) => {
  await page.locator('summary:has-text("请求现在就销毁")').click();
  await expect(page.locator('#action-ask-deletion')).toContainText('不能拿它们作证');
  await page.locator('#action-ask-deletion button').click();
  await done(page, '已记下您的请求');
};

test('a reporter asks for early deletion, is refused, asks again, and is left with a certificate', async ({ page, browser }, { project }) => {
  const { code, number } = await file(page, { ...anonymous, title: `请求销毁 ${project.name}` });
  const lead = await deskOf(browser, 'yuexiu', project);
  await follow(page, code);
  await expectAccessibleIn(project, page, 'status, asking for deletion');
  await askForDeletion(page);

  await lead.goto('/staff/retention');
  await expect(lead.locator('main')).toContainText(number);
  await expectAccessibleIn(project, lead, 'retention');
  await lead.goto(`/staff/retention/${number}`);
  await expectAccessibleIn(project, lead, 'one case kept');
  await deed(lead, number, 'refuse').locator('button').click();
  await expect(lead.locator('#why-error')).toBeVisible();
  await deed(lead, number, 'refuse').locator('select').selectOption('evidence');
  await deed(lead, number, 'refuse').locator('button').click();
  await done(lead, '反映人会看到理由');

  await follow(page, code);
  await expect(page.locator('main')).toContainText('在其他程序中作为证据');
  await askForDeletion(page);

  await lead.goto(`/staff/retention/${number}`);
  await deed(lead, number, 'hold').locator('[name=until]').fill('2099-12-31');
  await deed(lead, number, 'hold').locator('[name=reason]').fill('等法院通知');
  await deed(lead, number, 'hold').locator('button').click();
  await done(lead, '已保留');
  await lead.goto(`/staff/retention/${number}`);
  await expect(deed(lead, number, 'destroy')).toHaveCount(0);
  await deed(lead, number, 'lift').locator('button').click();
  await done(lead, '已解除');
  await lead.goto(`/staff/retention/${number}`);
  await deed(lead, number, 'destroy').locator('button').click();
  await done(lead, '已销毁');
  expect((await lead.goto(`/staff/cases/${number}`)).status()).toBe(404);

  await follow(page, code);
  await expect(page.locator('h1')).toHaveText('这件反映已经销毁');
  await expect(page.locator('#case-number')).toHaveText(number);
  await page.locator('summary:has-text("证明文件")').click();
  await expect(page.locator('#certificate')).toContainText('"rule": "asked"');
  await expectAccessibleIn(project, page, 'status, destroyed');
  await page.goto(`/destroyed/${number}`);
  await expectAccessibleIn(project, page, 'certificate of destruction');
});
