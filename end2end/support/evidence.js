// Adding files to a case, and sending them.
import { expect } from '@playwright/test';

/** Chooses files and adds them: each `{ name, mimeType, buffer }`. */
export async function add(page, files, { keep } = {}) {
  if (keep) {
    await page.locator('label[for=traces-keep]').click();
    await page.locator('#keep_reason').fill(keep);
  }
  await page.locator('#files').setInputFiles(files);
  await pressAdd(page);
}

/** Presses the button that adds what is chosen. */
export const pressAdd = (page) => page.locator('#action-supply button[value=add]').click();

/** What waits to be sent. */
export const waiting = (page) => page.locator('#evidence .file-facts');

/** Presses the button that gives a file back, and returns its name and content. */
export async function fetchBack(page, file) {
  const [download] = await Promise.all([page.waitForEvent('download'), file.locator('button[name=fetch]').click()]);
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return { name: download.suggestedFilename(), content: Buffer.concat(chunks) };
}

/** Sends what waits, with or without words. */
export async function sendAlong(page, words = '') {
  await page.locator('#message').fill(words);
  await page.locator('#action-supply button[value=send]').click();
  await expect(page.locator('#goes-along')).toHaveCount(0);
}

export const text = (name, content) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(content) });
