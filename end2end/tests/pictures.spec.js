// Each page in both widths and both themes: accessible, no wider than the window; and its picture, with PICTURES=1.
import { mkdir } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from '../support/axe.js';
import { add, sendAlong, text, waiting } from '../support/evidence.js';
import { stateOf } from '../support/members.js';
import { photograph } from '../support/photo.js';
import { anonymous, file, fill, follow, named, press, suggestion } from '../support/report.js';
import { openCase } from '../support/staff.js';

const WIDTHS = [['phone', 320, 640], ['desk', 1280, 800]];
/** Long lists are cut here. */
const TALLEST = 2400;
const THEMES = ['light', 'dark'];

const visit = (address) => (page) => page.goto(address);

const publicPages = {
  home: visit('/'),
  'home-en': visit('/en'),
  'home-elder': visit('/elder'),
  protection: visit('/about/protection'),
  channels: visit('/channels'),
  transparency: visit('/transparency'),
  verify: visit('/verify'),
  'verify-valid': async (page) => {
    await file(page, anonymous);
    await page.locator('form[action$="/verify"] button').click();
  },
  report: visit('/report'),
  'report-full': async (page) => {
    await page.goto('/report');
    await fill(page, named);
  },
  'report-errors': async (page) => {
    await page.goto('/report');
    await fill(page, { ...named, title: '', id_number: '123', phone: '' });
    await press(page, 'review');
  },
  'report-elder': visit('/elder/report'),
  review: async (page) => {
    await page.goto('/report');
    await fill(page, named);
    await press(page, 'review');
  },
  receipt: (page) => file(page, anonymous),
  'status-form': visit('/status'),
  'status-error': (page) => follow(page, '12345-ABCDE'),
  status: async (page) => follow(page, (await file(page, named)).code),
  'status-files': async (page) => {
    await follow(page, (await file(page, anonymous)).code);
    await add(page, [{ name: '现场照片.jpg', mimeType: 'image/jpeg', buffer: photograph() }, text('通话记录.txt', '附言')]);
    await expect(waiting(page)).toHaveCount(2);
  },
  'report-retaliation': async (page) => {
    await follow(page, (await file(page, anonymous)).code);
    await page.locator('#action-protect button').click();
    await expect(page.locator('#report-form')).toBeVisible();
  },
  'not-found': visit('/no-such-page'),
  login: visit('/staff/login'),
  recover: visit('/staff/recover'),
};

const staffPages = {
  queue: async (page) => {
    for (const report of [anonymous, named, suggestion]) await file(page, { ...report, area: '440100' });
    await page.goto('/staff/queue');
  },
  'queue-empty': visit('/staff/queue?status=withdrawn&late=1'),
  case: async (page) => {
    const { number } = await file(page, { ...named, area: '440100' });
    await openCase(page, number);
  },
  file: async (page) => {
    const { code, number } = await file(page, { ...anonymous, area: '440100' });
    await follow(page, code);
    await add(page, [{ name: '现场照片.jpg', mimeType: 'image/jpeg', buffer: photograph() }]);
    await expect(waiting(page)).toHaveCount(1);
    await sendAlong(page);
    await openCase(page, number);
    await page.locator('.talk .file a').click();
    await expect(page.locator('.file-page img')).toBeVisible();
  },
  redact: async (page) => {
    const { number } = await file(page, { ...named, area: '440100' });
    await page.goto(`/staff/cases/${number}/redact`);
  },
  'case-not-found': visit('/staff/cases/00000000'),
  identities: visit('/staff/identities'),
  objections: visit('/staff/objections'),
  shared: visit('/staff/shared'),
  retention: visit('/staff/retention'),
  recovery: visit('/staff/recovery'),
  account: visit('/staff/account'),
  passkeys: visit('/staff/account/passkeys'),
  'passkey-new': async (page) => {
    await page.goto('/staff/account/passkeys/new');
    await expect(page.locator('#passkey-give')).toBeVisible();
  },
  help: visit('/staff/help'),
  members: visit('/admin/members'),
  keys: visit('/admin/keys'),
  units: visit('/admin/units'),
  categories: visit('/admin/categories'),
  routing: visit('/admin/routing'),
  audit: visit('/staff/audit'),
};

for (const [name, open] of Object.entries(publicPages)) {
  test(`public: ${name}`, async ({ page }) => look(page, name, open));
}

test.describe('signed in', () => {
  test.use({ storageState: ({}, use) => use(stateOf('city')) });
  for (const [name, open] of Object.entries(staffPages)) {
    test(`staff: ${name}`, async ({ page }) => look(page, `staff-${name}`, open));
  }
});

async function look(page, name, open) {
  test.setTimeout(120_000);
  await open(page);
  for (const [size, width, height] of WIDTHS) {
    await page.setViewportSize({ width, height });
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      const where = `${name}, ${size}, ${theme}`;
      await expectAccessible(page, where);
      await expectNoSidewaysScroll(page, where);
      if (process.env.PICTURES) await picture(page, `${name}-${size}-${theme}`);
    }
  }
}

async function picture(page, name) {
  await mkdir('pictures', { recursive: true });
  const { width, height } = await page.evaluate(() => ({ width: innerWidth, height: document.documentElement.scrollHeight }));
  const clip = { x: 0, y: 0, width, height: Math.min(height, TALLEST) };
  await page.screenshot({ path: `pictures/${name}.jpg`, type: 'jpeg', quality: 40, fullPage: true, clip, animations: 'disabled' });
}
