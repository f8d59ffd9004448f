import AxeBuilder from '@axe-core/playwright';
import { expect } from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails with the rule, the element and the remedy of each fault against WCAG 2.2 AA. */
export async function expectAccessible(page, where) {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const faults = violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help}: ${node.target} ${node.failureSummary}`));
  expect.soft(faults, where).toEqual([]);
}

/** The same in a journey that also runs without JavaScript, where there is nothing to look with. */
export async function expectAccessibleIn(project, page, where) {
  if (project.use.javaScriptEnabled !== false) await expectAccessible(page, where);
}

/** Fails if the page scrolls sideways. */
export async function expectNoSidewaysScroll(page, where) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect.soft(over, `${where}: wider than the window by`).toBe(0);
}
