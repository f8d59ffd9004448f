// Every journey runs with JavaScript and without, on a desk and on a phone 320 px wide.
// `*.script.spec.js` need JavaScript, `*.desk.spec.js` a wide window; all others run everywhere.
import { defineConfig } from '@playwright/test';

const desk = { viewport: { width: 1280, height: 800 } };
const phone = { viewport: { width: 320, height: 640 }, hasTouch: true };
const noScript = { javaScriptEnabled: false };

const script = /\.script\.spec\.js$/;
const wide = /\.desk\.spec\.js$/;
const pictures = /pictures\.spec\.js$/;

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  globalSetup: './support/global-setup.js',
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    baseURL: process.env.QINGFENG_BASE_URL,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    screenshot: 'only-on-failure',
    trace: 'off',
    actionTimeout: 10_000,
    navigationTimeout: 15_000,
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'sign-in', testMatch: /sign-in\.setup\.js$/, use: desk },
    { name: 'script', dependencies: ['sign-in'], testIgnore: [pictures], use: desk },
    { name: 'no-script', dependencies: ['sign-in'], testIgnore: [script, pictures], use: { ...desk, ...noScript } },
    { name: 'phone', testMatch: /reporter\/.*\.spec\.js$/, testIgnore: [wide], use: phone },
    { name: 'phone-no-script', testMatch: /reporter\/.*\.spec\.js$/, testIgnore: [script, wide], use: { ...phone, ...noScript } },
    { name: 'pictures', dependencies: ['sign-in'], testMatch: pictures, use: desk },
  ],
});
