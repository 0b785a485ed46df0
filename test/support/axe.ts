import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface Violation {
  id: string;
  nodes: { target: string[]; failureSummary: string }[];
}

/** What axe finds against WCAG 2.2 AA and good practice on what is shown, each with where. */
export const axeOn = (page: Page): Promise<string[]> => run(page, TAGS);

/** What it finds in a part of the page, where the rest was looked at before and stands as it did. */
export const axeWithin = (page: Page, part: string): Promise<string[]> => run(page, TAGS, part);

/** What it finds in the colours alone, where all else of what is shown was looked at in others. */
export const coloursOn = (page: Page): Promise<string[]> =>
  run(page, { type: 'rule', values: ['color-contrast', 'link-in-text-block'] });

/** What fades in has other colours meanwhile. */
const HAS_SETTLED = `Promise.all(document.getAnimations()
  .filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity)
  .map(({ finished }) => finished.catch(() => undefined))).then(() => undefined)`;

async function run(page: Page, runOnly: object, part = 'html'): Promise<string[]> {
  await page.evaluate(HAS_SETTLED);
  // As the browser's own, past the policy of the page, which lets no script in from outside.
  await page.evaluate(SOURCE);
  const { violations } = (await page.evaluate(
    `axe.run(${JSON.stringify(part)}, ${JSON.stringify({ runOnly, resultTypes: ['violations'] })})`,
  )) as {
    violations: Violation[];
  };
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
}
