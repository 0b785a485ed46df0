import type { Browser, Page } from 'playwright-core';
import { DIMENSIONS, type Place } from '../../src/access/suppression.js';
import type { TestApi } from '../support/api.js';
import { axeOn } from '../support/axe.js';
import { complaintsOf, DESKTOP, PHONE, startApp, startChromium, windowOf } from '../support/chromium.js';
import { aTeam, openLoop, type Team } from '../support/coaching.js';
import { addPerson } from '../support/organisation.js';

let browser: Browser;
let api: TestApi;
let team: Team;
let trainer: string;
/** A week is over. What is published of it is written by hand: the story is about what is seen of it. */
beforeAll(async () => {
  [browser, api] = await Promise.all([startChromium(), startApp({ at: '2026-03-02T05:00:00Z' })]);
  team = await aTeam(api);
  await openLoop(api, team);
  trainer = await addPerson(api, { name: 'Tara' });
  await api.made('/role-grants', { personId: trainer, role: 'training', reason: 'makes the trainings' });
  // One rep of each version is enough: what is told of the versions is published below.
  await api.dataSource.query(
    `INSERT INTO enrolment (id, program_id, capability_id, rubric_version_id, cadence_version_id, rep_id, content_version, trained_at, opened_at, ended_at)
     SELECT gen_random_uuid(), program_id, capability_id, rubric_version_id, cadence_version_id, rep_id, '2', now(), now(), now() FROM enrolment`,
  );
  api.clock.time = Date.parse('2026-06-15T05:00:00Z');
  const tables = {
    standing: [],
    adoptedInTime: [row('1', 'adopted', 18, 22), { ...early('2'), reps: 41 }],
    'anchor:asksFirst': [row('1', 'met', 12, 28), row('2', 'met', 29, 12)],
    'anchor:closes': [row('1', 'met', 11, 29), row('2', 'met', 10, 31)],
  };
  for (const [question, rows] of Object.entries(tables))
    await api.dataSource.query(
      `INSERT INTO figure_release (program_id, capability_id, question, period, rows, released_at) VALUES ($1, $2, $3, '2026-06-08', $4, now())`,
      [team.program.id, team.capability.id, question, JSON.stringify(rows)],
    );
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  await browser?.close();
  await api?.close();
});

const of = (contentVersion: string) => ({
  place: {
    ...(Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, null])) as Place),
    region: 'South',
    contentVersion,
  },
  regions: ['South'],
});
const row = (version: string, part: string, count: number, others: number) => ({
  ...of(version),
  reps: count + others,
  figure: {
    of: count + others,
    parts: { [part]: count, [`not${part}`]: others },
    answers: { [part]: count },
  },
});
const early = (version: string) => ({ ...of(version), figure: { suppressed: 'tooEarly' } });

const settled = async (page: Page): Promise<void> => {
  await page.getByRole('columnheader', { name: 'Version 2' }).waitFor();
  await page.locator('[aria-busy]').first().waitFor({ state: 'detached' });
};

describe('a training team', () => {
  it('sees which anchors are seldom met, by version, and what cannot be told in words', async () => {
    const page = await windowOf(browser, api, trainer, { viewport: DESKTOP });
    await page.waitForURL('**/training');
    await settled(page);
    const anchors = page.locator('tbody tr');
    expect((await anchors.first().innerText()).replace(/\s+/g, ' ')).toMatch(
      /^Closes with a next step ▼ Seldom met 28% 11 of 40 16% to 43% 24% 10 of 41 14% to 39%/,
    );
    await page
      .getByRole('row', { name: /^Adopted within 12 weeks.*18 of 40.* Not followed long enough yet/ })
      .waitFor();
  });

  it('finds how each figure is measured, and why numbers lead no further', async () => {
    const page = await windowOf(browser, api, trainer, { to: '/training' });
    await settled(page);
    await page.getByRole('link', { name: 'Adopted within 12 weeks: how it is measured' }).first().click();
    await page.getByText(/count as adopted within 84 days, whatever came later/).waitFor();
    await page.getByText('You see figures of many, and nobody by name.').waitFor();
    expect(await page.locator('main a[href*="/enrolments"]').count()).toBe(0);
  });

  it('records a refinement, is told what cannot be true, and reads what came before and after', async () => {
    const page = await windowOf(browser, api, trainer, { viewport: PHONE, to: '/training' });
    await settled(page);
    await page.getByText('Nothing was recorded yet.').waitFor();
    await page.getByRole('button', { name: 'Record a refinement' }).click();
    await page.getByLabel('What was changed', { exact: true }).selectOption('Asks before presenting data');
    await page.getByLabel('First version with the change').fill('7');
    await page.getByLabel('Live on').fill('2026-12-24');
    await page.getByRole('button', { name: 'Record it' }).click();
    await page.getByText('with the content version “7” yet. There are: 1, 2.').waitFor();
    await page.getByText('2026-12-24 lies in the future').waitFor();
    await page.getByLabel('Live on').fill('2026-04-01');
    await page.getByLabel('First version with the change').fill('2');
    await page.getByLabel('What was changed, and why (optional)').fill('Practised in pairs.');
    await page.getByRole('button', { name: 'Record it' }).click();
    await page.getByText('Live since 1 Apr 2026, recorded by Tara. Practised in pairs.').waitFor();
    await page.getByText('Before version 2: 12 of 40 (30%). Since then: 29 of 41 (71%).').waitFor();
    await page
      .getByText(/^The difference is more than noise: between \+\d+ and \+\d+ points, with 95% certainty\.$/)
      .waitFor();
    await page.getByText('Not followed long enough yet: 0 before, 41 since.').waitFor();
  });

  it.each([
    ['light', 'desktop', 'en'],
    ['dark', 'desktop', 'de'],
    ['light', 'phone', 'de'],
    ['dark', 'phone', 'en'],
  ] as const)('can use it: axe finds nothing, %s on a %s, in %s', async (colorScheme, size, language) => {
    await api.ask('PATCH', `/people/${trainer}`, { body: { language } });
    const viewport = size === 'phone' ? PHONE : DESKTOP;
    const page = await windowOf(browser, api, trainer, {
      colorScheme,
      viewport,
      reducedMotion: 'reduce',
      to: '/training',
    });
    const complaints = complaintsOf(page.context());
    await page.getByText('Practised in pairs.').waitFor();
    await page.getByRole('button', { name: /^(Record a refinement|Überarbeitung eintragen)$/ }).click();
    await page.getByRole('button', { name: /^(Take back|Zurücknehmen): / }).click();
    await page.locator('main summary').last().click();
    expect(await axeOn(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
    expect(complaints).toEqual([]);
  });

  it('takes one back, once it was asked whether', async () => {
    await api.ask('PATCH', `/people/${trainer}`, { body: { language: 'en' } });
    const page = await windowOf(browser, api, trainer, { to: '/training' });
    await page
      .getByRole('button', { name: /^Take back: From version 2 on: Asks before presenting data/ })
      .click();
    await page.getByRole('button', { name: 'Yes, take it back' }).click();
    await page.getByText('Nothing was recorded yet.').waitFor();
  });

  it('leads the line above to the enrolments of each version', async () => {
    const page = await windowOf(browser, api, team.secondLine, { to: '/training' });
    await settled(page);
    const numbers = page.getByRole('link', { name: /^Closes with a next step, Version 1: 11 of 40:/ });
    await numbers.click();
    await page.waitForURL(/\/enrolments\?/);
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
      program: team.program.code,
      capability: team.capability.code,
      figure: 'anchorMet',
      anchor: 'closes',
      contentVersion: '1',
      asOf: '2026-06-08',
    });
    await page.getByText('Which of them make up the share is told of nobody by name.').waitFor();
  });

  it('is offered to nobody else', async () => {
    const page = await windowOf(browser, api, team.manager, { viewport: DESKTOP });
    await page.getByRole('link', { name: 'Team' }).waitFor();
    expect(await page.getByRole('link', { name: 'Training' }).count()).toBe(0);
  });
});
