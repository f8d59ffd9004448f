// An identity: asked for, decided on, seen within its scope, objected to.
import { expect, test } from '@playwright/test';
import { expectAccessibleIn } from '../../support/axe.js';
import { add, text, waiting } from '../../support/evidence.js';
import { file, follow, named } from '../../support/report.js';
import { act, askForIdentity, decide, deskOf, openCase } from '../../support/staff.js';

const done = (page, words) => expect(page.locator('[role=status]').first()).toContainText(words);

test('an officer asks, a custodian grants, only the scope is seen, the reporter objects and the unit above answers', async ({ page, browser }, { project }) => {
  const { code, number } = await file(page, { ...named, title: `实名 ${project.name}` });
  const [officer, keeper, city] = [await deskOf(browser, 'tianhe', project), await deskOf(browser, 'keeper', project), await deskOf(browser, 'city', project)];
  const reason = `电话核实签约日期 ${project.name}`;
  await askForIdentity(officer, number, ['name', 'phone'], reason);
  await expectAccessibleIn(project, officer, 'case, asked');
  await expect(officer.locator('main')).not.toContainText(named.phone);

  await keeper.goto('/staff/identities');
  await expect(keeper.locator('main')).toContainText(reason);
  await expect(keeper.locator('main')).not.toContainText(named.body);
  await expectAccessibleIn(project, keeper, 'identities');
  await decide(keeper, number, 'grant');
  await done(keeper, '已批准并放行');

  await openCase(officer, number);
  await expect(officer.locator('main')).not.toContainText(named.phone);
  await act(officer, 'open-identity');
  for (const shown of [named.name, named.phone]) await expect(officer.locator('#identity')).toContainText(shown);
  for (const kept of [named.id_number, named.address]) await expect(officer.locator('main')).not.toContainText(kept);
  await openCase(officer, number);
  await expect(officer.locator('main')).not.toContainText(named.phone);

  await follow(page, code);
  await expect(page.locator('#openings')).toContainText(reason);
  await expect(page.locator('#openings')).toContainText('核实举报人身份');
  await page.locator('#openings summary').click();
  await expectAccessibleIn(project, page, 'status, objecting');
  await page.locator('#message').fill('写了一半');
  await page.locator('#action-object-0 button').click();
  await expect(page.locator('#objection-error')).toBeVisible();
  await page.locator('[name=objection-0]').fill('没有必要看我的电话');
  await add(page, [text('a.txt', 'a')]);
  await expect(waiting(page)).toHaveCount(1);
  for (const language of ['en', 'zh-Hans']) {
    await page.locator(`.view-controls button[lang=${language}]`).click();
    await expect(page.locator('html')).toHaveAttribute('lang', language);
    await expect(page.locator('[name=objection-0]'), 'what was typed stays, in sight').toBeVisible();
    await expect(page.locator('[name=objection-0]')).toHaveValue('没有必要看我的电话');
  }
  await page.locator('#action-object-0 button').click();
  await done(page, '异议已密封');
  await expect(page.locator('#message')).toHaveValue('写了一半');

  await city.goto('/staff/objections');
  await expect(city.locator(`article:has-text("${number}")`)).toContainText('没有必要看我的电话');
  await expectAccessibleIn(project, city, 'objections');
  const answer = city.locator(`form[action$="/staff/objections/${number}/0"]`);
  await answer.locator('[name=message]').fill('已查，以后改为写信。');
  await answer.locator('button').click();
  await done(city, '已答复');
  await follow(page, code);
  await expect(page.locator('#openings')).toContainText('已查，以后改为写信。');
});

test('a refusal says why, and nothing is shown', async ({ page, browser }, { project }) => {
  const { code, number } = await file(page, { ...named, title: `不批准 ${project.name}` });
  const [officer, keeper] = [await deskOf(browser, 'tianhe', project), await deskOf(browser, 'keeper', project)];
  await askForIdentity(officer, number, ['address'], '想去家里看看');
  await decide(keeper, number, 'refuse');
  await expect(keeper.locator('.error-summary')).toBeVisible();
  await decide(keeper, number, 'refuse', '写信即可。');
  await done(keeper, '不批准');
  await openCase(officer, number);
  await expect(officer.locator('#identity')).toContainText('写信即可。');
  await expect(officer.locator('form#action-open-identity')).toHaveCount(0);
  await follow(page, code);
  await expect(page.locator('#openings')).toContainText('还没有人看过您的身份');
});

test('where the risk is high two custodians grant, and never the one who asked', async ({ page, browser }, { project }) => {
  const { number } = await file(page, { ...named, category: 'land', title: `两人决定 ${project.name}` });
  const [officer, keeper, second] = [await deskOf(browser, 'tianhe', project), await deskOf(browser, 'keeper', project), await deskOf(browser, 'second', project)];
  await askForIdentity(officer, number, ['name'], '核实');
  await askForIdentity(second, number, ['name'], '也要核实');
  await decide(keeper, number, 'grant');
  await done(keeper, '还须另一位');
  await openCase(officer, number);
  await expect(officer.locator('form#action-open-identity')).toHaveCount(0);
  await decide(second, number, 'grant');
  await done(second, '已批准并放行');
  await openCase(officer, number);
  await act(officer, 'open-identity');
  await expect(officer.locator('#identity')).toContainText(named.name);

  await second.goto('/staff/identities');
  await expect(second.locator(`article:has-text("${number}")`)).toContainText('由别的保管员决定');
  await expect(second.locator(`form[action$="/staff/identities/${number}/1"]`)).toHaveCount(0);
});

test('an answer that quotes the report is held, and sent once it was confirmed', async ({ page, browser }, { project }) => {
  const { code, number } = await file(page, { ...named, title: `引用原话 ${project.name}` });
  const officer = await deskOf(browser, 'tianhe', project);
  await openCase(officer, number);
  await act(officer, 'accept');
  await act(officer, 'answer', { message: `您说“${named.body}”，已查。` });
  await expect(officer.locator('#action-answer')).toContainText('反映人的原话');
  await expect(officer.locator('#action-answer [name=message]')).toHaveValue(`您说“${named.body}”，已查。`);
  await expectAccessibleIn(project, officer, 'case, held');
  await officer.locator('label[for=answer-confirmed]').click();
  await officer.locator('#action-answer button[type=submit]').click();
  await expect(officer.locator('#action-answer')).toHaveCount(0);
  await follow(page, code);
  await expect(page.locator('#conversation')).toContainText('已查');
});
