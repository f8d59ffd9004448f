// What Tor Browser is at its level 'Safest': no script and so no WebAssembly, no font from the net, no SVG, no MathML, no referrer, and
// nothing left of a visit when the next one begins.
import { test as base } from '@playwright/test';
import { members } from './members.js';
import { freePort, startPortal } from './portal.js';

/** An address as onion services have them. */
export const ONION = `http://${'qingfeng'.repeat(7)}.onion`;
/** Where everybody else finds the same portal. */
export const CLEARNET = 'https://report.example.cn';

const settings = (port) => ({ QINGFENG_PUBLIC_ORIGIN: CLEARNET, QINGFENG_ONION_LISTEN: `127.0.0.1:${port}`, QINGFENG_ONION_ORIGIN: ONION });

export const test = base.extend({
  // Set up as deploy/onion.md says; `onionPort` is where Tor would hand its visitors over.
  portal: [
    async ({}, use) => {
      const onionPort = await freePort();
      const portal = await startPortal([members.city, members.yuexiu], settings(onionPort));
      await use({ ...portal, onionPort });
      await portal.stop();
    },
    { scope: 'worker' },
  ],
  tor: [
    async ({ playwright, launchOptions, portal }, use) => {
      const args = [...launchOptions.args, `--host-resolver-rules=MAP *.onion 127.0.0.1:${portal.onionPort}`];
      const browser = await playwright.chromium.launch({ ...launchOptions, args });
      await use(browser);
      await browser.close();
    },
    { scope: 'worker' },
  ],
  // `begin` ends the visit before and begins one under a new identity; `end` ends the last one, and returns the head of every answer.
  visit: async ({ tor, viewport, hasTouch }, use) => {
    const answers = [];
    const end = async () => {
      const heads = await Promise.all(answers);
      await Promise.all(tor.contexts().map((context) => context.close()));
      return heads;
    };
    const begin = async () => {
      await end();
      const context = await tor.newContext({ viewport, hasTouch, javaScriptEnabled: false, locale: 'en-US', baseURL: ONION });
      await context.route('**/*', safest);
      context.on('response', (answer) => answers.push(head(answer)));
      return context.newPage();
    };
    await use({ begin, end });
    await end();
  },
});

async function head(answer) {
  return { url: answer.url(), headers: await answer.allHeaders() };
}

function safest(route) {
  const request = route.request();
  if (request.resourceType() === 'font' || request.url().endsWith('.svg')) return route.abort();
  const { referer, ...headers } = request.headers();
  return route.continue({ headers });
}
