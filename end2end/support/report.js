// Filing a report as a person does: page by page, by the labels' fields.
import { expect } from '@playwright/test';

export const anonymous = {
  kind: 'disclosure',
  category: 'medicine',
  area: '440104',
  subject: '某医院设备科',
  title: '医院设备招标疑似围标',
  body: '三家投标公司的地址和联系电话相同，标书里连错别字都一样。\n附上我抄下的三个电话。',
  identity: 'anonymous',
};

export const named = {
  kind: 'request',
  category: 'expropriation',
  area: '440106',
  subject: '某街道办事处',
  title: '征地补偿款迟迟没有发到我家',
  body: '去年三月签了协议，写明六个月内付清，到现在只收到一半。',
  identity: 'named',
  name: '张三丰',
  id_number: '11010519491231002X',
  phone: '13800138000',
  address: '广州市天河区某路 1 号',
};

export const suggestion = {
  kind: 'suggestion',
  category: 'attitude',
  area: '440100',
  subject: '办事大厅',
  title: '办事大厅中午也留一个窗口',
  body: '上班的人只有中午能来，能不能中午留一个窗口轮流值班？',
  identity: 'anonymous',
};

const CHOSEN = ['kind', 'identity'];
const LISTED = ['category', 'area'];
const TYPED = ['subject', 'title', 'body', 'name', 'id_number', 'phone', 'address'];

/** Fills in what the report has; the rest stays as it is. */
export async function fill(page, report) {
  for (const name of CHOSEN) if (report[name]) await choose(page, name, report[name]);
  for (const name of LISTED) if (report[name] !== undefined) await page.locator(`select[name=${name}]`).selectOption(report[name]);
  for (const name of TYPED) if (report[name] !== undefined) await page.locator(`[name=${name}]`).fill(report[name]);
}

/** Chooses one of several by its label, which lies over the whole tile. */
export function choose(page, name, value) {
  return page.locator(`label[for="${name}-${value}"]`).click();
}

/** Presses a button of the report form by the step that it takes. */
export async function press(page, step) {
  await page.locator(`#report-form button[name=step][value=${step}]:visible`).click();
}

/** Form, review, receipt. Returns the receipt code and the case number. */
export async function file(page, report, prefix = '') {
  await page.goto(`${prefix}/report`);
  await fill(page, report);
  await press(page, 'review');
  await press(page, 'send');
  return receipt(page);
}

/** The code and the number on the receipt that the page shows. */
export async function receipt(page) {
  await expect(page.locator('#receipt-code')).toBeVisible();
  const code = (await page.locator('#receipt-code').textContent()).replace(/\s/g, '');
  const number = (await page.locator('#case-number').innerText()).trim();
  return { code, number };
}

/** Opens a case with its receipt code, and waits for what comes: the case, or what is wrong with the code. */
export async function follow(page, code, prefix = '') {
  await page.goto(`${prefix}/status`);
  await page.locator('#status-form [name=receipt]').fill(code);
  await page.locator('#status-form button[type=submit]:visible').last().click();
  await expect(page.locator('.status-title, .error-summary')).toBeVisible();
  // Until its fonts are there nothing has its last place, and a press may end beside the button that it began on.
  await page.waitForLoadState();
}
