// Evidence, from the receipt to the unit's desk.
import { expect, test } from '@playwright/test';
import { expectAccessibleIn } from '../../support/axe.js';
import { document } from '../../support/document.js';
import { add, fetchBack, pressAdd, sendAlong, text, waiting } from '../../support/evidence.js';
import { CAMERA, photograph } from '../../support/photo.js';
import { anonymous, file, follow } from '../../support/report.js';
import { deskOf, openCase } from '../../support/staff.js';

test('a photograph is cleaned, sealed, sent, looked at and downloaded', async ({ page, browser }, { project }) => {
  const { code, number } = await file(page, { ...anonymous, title: `证据 ${project.name}` });
  // Right after the receipt, once the code is kept.
  await page.locator('#keep-form button[value=kept]').click();
  await page.locator('#evidence-now button').click();
  await expect(page.locator('#evidence')).toBeVisible();

  await pressAdd(page);
  await expect(page.locator('#files-error, [data-unsaid=files]:visible')).toBeVisible();

  await add(page, [{ name: '现场.jpg', mimeType: 'image/jpeg', buffer: photograph() }, text('说明.txt', '附言')]);
  await expect(waiting(page)).toHaveCount(2);
  await expect(waiting(page).first()).toContainText('现场.jpg');
  await expect(waiting(page).first()).toContainText('已清除：拍摄位置（GPS）、拍摄设备');
  await expect(waiting(page).last()).toContainText('这类文件无法清除');
  await expect(page.locator('.error-summary')).toHaveCount(0);
  await expectAccessibleIn(project, page, 'files that wait');

  expect((await fetchBack(page, page.locator('#evidence .file').last())).content.toString()).toBe('附言');
  await page.locator('#message').fill('写了一半');
  await page.locator('#evidence .file button[name=remove]').last().click();
  await expect(waiting(page)).toHaveCount(1);
  await page.locator('#files').setInputFiles([text('忘了添加.txt', '再添一件')]);
  await page.locator('#action-supply button[value=send]').click();
  await expect(page.locator('#files-error, [data-unsaid=files-left]:visible')).toContainText('还没有添加');
  await page.locator('#files').setInputFiles([]);
  await expect(page.locator('#message'), 'what was typed stays').toHaveValue('写了一半');
  await sendAlong(page);
  await expect(page.locator('.message-own .file-name')).toHaveText('现场.jpg');

  const desk = await deskOf(browser, 'yuexiu', project);
  await openCase(desk, number);
  await expect(desk.locator('.talk .file-traces')).toContainText('已清除');
  await desk.locator('.talk .file a').click();
  const picture = desk.locator('.file-page img');
  await expect(picture).toBeVisible();
  await expectAccessibleIn(project, desk, 'a file');
  const [download] = await Promise.all([desk.waitForEvent('download'), desk.locator('#download button').click()]);
  const stream = await download.createReadStream();
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  expect(download.suggestedFilename()).toBe('现场.jpg');
  expect(bytes.subarray(0, 2).toString('hex')).toBe('ffd8');
  expect(bytes.includes(CAMERA)).toBe(false);
  await desk.context().close();

  await follow(page, code);
  await expect(page.locator('.message-own .file-name')).toHaveText('现场.jpg');
  await page.locator('#message').fill('写了一半');
  const back = await fetchBack(page, page.locator('.message-own .file'));
  expect(back.name).toBe('现场.jpg');
  expect(back.content.equals(bytes)).toBe(true);
  await expect(page.locator('#message'), 'what was typed stays').toHaveValue('写了一半');
});

test('a document is cleaned', async ({ page }) => {
  const { code } = await file(page, anonymous);
  await follow(page, code);
  await add(page, [{ name: '合同.docx', mimeType: 'application/zip', buffer: document() }]);
  await expect(waiting(page)).toContainText('已清除：');
  await expect(waiting(page)).toContainText('作者姓名');
});

test('an original is kept for a reason, and the unit reads it', async ({ page, browser }, { project }) => {
  const { code, number } = await file(page, { ...anonymous, title: `原件 ${project.name}` });
  await follow(page, code);
  await page.locator('label[for=traces-keep]').click();
  await page.locator('#files').setInputFiles([text('原件.txt', '原样')]);
  await pressAdd(page);
  await expect(page.locator('#keep_reason-error, [data-unsaid=keep_reason]:visible')).toBeVisible();
  await add(page, [{ name: '原件.jpg', mimeType: 'image/jpeg', buffer: photograph() }], { keep: '要查是哪台相机' });
  await expect(waiting(page)).toContainText('保留了原样，里面有：拍摄位置（GPS）、拍摄设备');
  await sendAlong(page, '这是原件。');
  const desk = await deskOf(browser, 'yuexiu', project);
  await openCase(desk, number);
  await expect(desk.locator('.talk .file-traces')).toContainText('要查是哪台相机');
  await desk.context().close();
});
