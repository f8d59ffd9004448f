// One case from the form to its end, seen from both sides.
import { expect, test } from '@playwright/test';
import { members } from '../../support/members.js';
import { anonymous, file, follow } from '../../support/report.js';
import { act, deskOf, openCase, transfer } from '../../support/staff.js';

test('accepted, asked, supplied, answered, closed, rated', async ({ page, browser }, { project }) => {
  const { code, number } = await file(page, { ...anonymous, title: `全程办理 ${project.name}` });
  const desk = await deskOf(browser, 'yuexiu', project);

  await openCase(desk, number);
  await expect(desk.locator('main')).toContainText(anonymous.body.split('\n')[0]);
  await act(desk, 'accept');
  await act(desk, 'ask', { message: '请补充招标公告的日期。' });

  await follow(page, code);
  await expect(page.locator('main')).toContainText('请补充招标公告的日期。');
  await page.locator('form#action-supply [name=message]').fill('公告是九月十二日登的。');
  await page.locator('form#action-supply button[value=send]').click();
  await expect(page.locator('main')).toContainText('公告是九月十二日登的。');

  await openCase(desk, number);
  await expect(desk.locator('main')).toContainText('公告是九月十二日登的。');
  await act(desk, 'note', { message: '已向交易中心调取标书。' });
  await act(desk, 'answer', { message: '经查，三家公司确有关联，已移送。' });
  await act(desk, 'close', { finding: 'substantiated' });

  await follow(page, code);
  await expect(page.locator('main')).toContainText('经查，三家公司确有关联，已移送。');
  await expect(page.locator('main')).not.toContainText('已向交易中心调取标书。');
  await page.locator('form#action-rate label[for^="rating-"]').first().click();
  await page.locator('form#action-rate button[type=submit]').click();
  await expect(page.locator('form#action-rate')).toHaveCount(0);
});

test('transferred, taken, and sent back', async ({ page, browser }, { project }) => {
  const { code, number } = await file(page, { ...anonymous, title: `转办 ${project.name}` });
  const yuexiu = await deskOf(browser, 'yuexiu', project);
  const tianhe = await deskOf(browser, 'tianhe', project);

  await transfer(yuexiu, number, members.tianhe.unit, '医院在天河。');
  const gone = await yuexiu.goto(`/staff/cases/${number}`);
  expect(gone.status()).toBe(404);

  await openCase(tianhe, number);
  await expect(tianhe.locator('main')).toContainText(anonymous.body.split('\n')[0]);
  await follow(page, code);
  await expect(page.locator('main')).toContainText(members.tianhe.unitName);

  await openCase(tianhe, number);
  await act(tianhe, 'return', { reason: { index: 1 }, message: '医院的注册地在越秀。' });
  const left = await tianhe.goto(`/staff/cases/${number}`);
  expect(left.status()).toBe(404);
  await openCase(yuexiu, number);
  await expect(yuexiu.locator('main')).toContainText(anonymous.body.split('\n')[0]);
});

test('declined with a reason from the list, and its article', async ({ page, browser }, { project }) => {
  const { code, number } = await file(page, { ...anonymous, title: `不予受理 ${project.name}` });
  const desk = await deskOf(browser, 'yuexiu', project);
  await openCase(desk, number);
  await act(desk, 'decline', { reason: { index: 1 } });
  await follow(page, code);
  await expect(page.locator('main')).toContainText('不予受理');
});

test('two officers at once: the second is told, and loses nothing typed', async ({ page, browser }, { project }) => {
  const { number } = await file(page, { ...anonymous, title: `两人同时 ${project.name}` });
  const one = await deskOf(browser, 'yuexiu', project);
  const other = await deskOf(browser, 'yuexiu', project);
  await openCase(one, number);
  await openCase(other, number);
  await act(one, 'accept');
  await act(other, 'ask', { message: '写了一半的问题' });
  await expect(other.locator('form#action-ask [name=message]')).toHaveValue('写了一半的问题');
  await expect(other.locator('.error-summary, .conflict, [role=alert]').first()).toBeVisible();
});

test('withdrawn by the reporter', async ({ page }) => {
  const { code } = await file(page, { ...anonymous, title: '撤回' });
  await follow(page, code);
  await page.locator('details:has(#action-withdraw) > summary').click();
  await page.locator('#action-withdraw button').click();
  await expect(page.locator('main')).toContainText('撤回');
});

test('another unit’s case and one that does not exist are the same page', async ({ page, browser }, { project }) => {
  const { number } = await file(page, { ...anonymous, title: '别的单位' });
  const tianhe = await deskOf(browser, 'tianhe', project);
  const theirs = await tianhe.goto(`/staff/cases/${number}`);
  const theirText = await tianhe.locator('main').innerText();
  const none = await tianhe.goto(`/staff/cases/${number.slice(0, -4)}0000`);
  expect([theirs.status(), none.status()]).toEqual([404, 404]);
  expect(await tianhe.locator('main').innerText()).toBe(theirText);
});
