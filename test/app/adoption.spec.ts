import { MockActivityEnvironment } from '@temporalio/testing';
import { parse } from 'csv-parse/sync';
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { inRegion } from '../../src/access/suppression.js';
import { createFigures } from '../../src/activities/figures.js';
import { shiftBy } from '../../src/activities/shift.js';
import { evaluateAlerts } from '../../src/store/figure-alerts.js';
import { inTransaction } from '../../src/store/transaction.js';
import type { TestApi } from '../support/api.js';
import { axeOn } from '../support/axe.js';
import {
  complaintsOf,
  DESKTOP,
  PHONE,
  startApp,
  startChromium,
  windowAs,
  windowOf,
} from '../support/chromium.js';
import { aTeam, openLoop, type Team } from '../support/coaching.js';
import { addPerson } from '../support/organisation.js';

let browser: Browser;
let api: TestApi;
let team: Team;
let leader: string;
/** Two weeks are over. What is published of them is written by hand: the story is about what is seen of it. */
beforeAll(async () => {
  [browser, api] = await Promise.all([startChromium(), startApp({ at: '2026-03-02T05:00:00Z' })]);
  team = await aTeam(api);
  await openLoop(api, team);
  leader = await addPerson(api, { name: 'Leah' });
  await api.made('/role-grants', { personId: leader, role: 'leadership', reason: 'sees figures' });
  await week('2026-03-02');
  await api.made(`/programs/${team.program.id}/alert-rules`, {
    kpi: 'stalled',
    direction: 'above',
    threshold: 0.4,
  });
  await week('2026-03-09');
  await publish('2026-02-16', { stalls: [stalls('South', 10), stalls('North', 6)] });
  await publish('2026-02-23', { stalls: [row('South', { suppressed: 'tooFewReps' })] });
  await publish('2026-02', {
    pulse: [row('South', { of: 40, parts: { seen: 16, notSeen: 24 }, answers: {} })],
    reinforcement: [row('South', { of: 40, parts: { seen: 32, notSeen: 8 }, answers: {} })],
  });
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  await browser?.close();
  await api?.close();
});

const row = (region: string, figure: object) => ({
  place: inRegion(region),
  regions: [region],
  reps: 40,
  figure,
});
const stalls = (region: string, count: number) =>
  row(region, {
    of: 40,
    parts: { stalled: count, notStalled: 40 - count },
    answers: { noVisitPlanned: count },
  });
const standing = (region: string, adopted: number) =>
  row(region, { of: 40, parts: { adopted, notAdopted: 40 - adopted }, answers: { sustain: adopted } });

/** A region whose name a spreadsheet would calculate. */
const FORMULA = row('=1+1', {});

async function week(monday: string): Promise<void> {
  api.clock.time = Date.parse(`${monday}T04:23:00Z`) + 7 * 86_400_000;
  const small = row('Islands', { suppressed: 'tooFewReps' });
  const tables = {
    stalls: [stalls('South', 24), stalls('North', 6), small],
    standing: [standing('South', 8), standing('North', 20), small],
    alwaysAlike: [row('South', { of: 40, parts: { sign: 10, none: 30 }, answers: { sign: 10 } }), small],
    enteredTogether: [small],
    firstSeen: [{ ...FORMULA, figure: { of: 40, parts: { seen: 10, waiting: 30 }, answers: {} } }],
  };
  await publish(monday, tables);
  await inTransaction(api.app, (tx) => evaluateAlerts(tx, team.program.id, 8, api.clock.now()));
}

async function publish(period: string, tables: Readonly<Record<string, readonly object[]>>): Promise<void> {
  for (const [question, rows] of Object.entries(tables))
    await api.dataSource.query(
      `INSERT INTO figure_release (program_id, capability_id, question, period, rows, released_at) VALUES ($1, $2, $3, $4, $5, now())`,
      [team.program.id, team.capability.id, question, period, JSON.stringify(rows)],
    );
}

const settled = async (page: Page): Promise<void> => {
  await page.getByText('Adopted').first().waitFor();
  await page.locator('[aria-busy]').first().waitFor({ state: 'detached' });
};

describe('whoever leads', () => {
  it('signs in and sees on the first page where, why and what next', async () => {
    const page = await windowOf(browser, api, leader, { viewport: DESKTOP });
    await page.waitForURL('**/adoption');
    const isOnFirstPage = async (text: string): Promise<void> => {
      const box = (await page.getByText(text).first().boundingBox())!;
      expect({ text, isSeen: box.y + box.height <= DESKTOP.height }).toEqual({ text, isSeen: true });
    };
    await settled(page);
    await page.getByText('24 of 40 wait too long (60%); elsewhere 15%.').waitFor();
    await isOnFirstPage('30 of 80 reps');
    await isOnFirstPage('24 of 40 wait too long (60%); elsewhere 15%.');
    await isOnFirstPage('20 of 40 have adopted it (50%); elsewhere 20%.');
    await isOnFirstPage('No visit is planned');
    await isOnFirstPage('The manager: plan a visit');
  });

  it('sees on the map what is too small to show as that, and never as nothing', async () => {
    const page = await windowOf(browser, api, leader, { to: '/adoption' });
    await settled(page);
    await page.getByRole('row', { name: /^South .*60%\s*24 of 40/ }).waitFor();
    await page.getByRole('row', { name: /^Islands Too few reps to show/ }).waitFor();
    await page.getByLabel('Shown on the map').selectOption('Adopted');
    await page.waitForURL(/kpi=adopted/);
    await page.getByRole('row', { name: /^North .*50%\s*20 of 40/ }).waitFor();
  });

  it('finds how a figure is measured behind it, and an older week by its address', async () => {
    const page = await windowOf(browser, api, leader, { to: '/adoption?week=2026-03-02' });
    await settled(page);
    await page.getByText(/Week of 2 Mar 2026\./).waitFor();
    await page.getByRole('link', { name: 'Stalled: how it is measured' }).first().click();
    await page.getByText('Where does coaching wait too long, and for what?').waitFor();
  });

  it('sees what reps say beside what is logged, and signs without a verdict', async () => {
    const page = await windowOf(browser, api, leader, { to: '/adoption' });
    const said = page.getByRole('region', { name: 'What reps say' });
    await said.getByRole('heading', { name: 'February 2026' }).waitFor();
    await said.getByText('16 of 40 answers').waitFor();
    await said.getByText('32 of 40 reps').waitFor();
    await said.getByText(/^More is logged than reps say, by 40 percentage points/).waitFor();
    const signs = page.getByRole('region', { name: 'Signs of performing for the visit' });
    await signs.getByText('Signs, not verdicts').waitFor();
    const signOf = (name: string) => signs.getByRole('listitem').filter({ hasText: name });
    await signOf('Always the same rating').getByText('10 of 40 reps (25%').waitFor();
    await signOf('Entered together, late').getByText('Too few reps to show').waitFor();
    await signOf('High only when prompted').getByText('No data').waitFor();
  });

  it('sees figures of many alone, and is told why they lead no further', async () => {
    const page = await windowOf(browser, api, leader, { to: '/adoption' });
    await settled(page);
    await page
      .getByText('You see figures of many, and nobody by name.')
      .filter({ visible: true })
      .first()
      .waitFor();
    expect(await page.locator('main a[href*="/enrolments"]').count()).toBe(0);
  });

  it('sees how a figure went, with gaps where it is too small and marks of what changed, drawn and as a table', async () => {
    const page = await windowOf(browser, api, leader, { to: '/adoption' });
    const trend = page.getByRole('region', { name: 'Trend: Stalled', exact: true });
    await trend.getByText('20% in the week of 16 Feb 2026, 38% in the week of 9 Mar 2026.').waitFor();
    await trend.getByText('One week is too small to show and leaves a gap: 23 Feb 2026.').waitFor();
    await trend.getByText('Rollout of the program: 2 Mar 2026').waitFor();
    await trend.getByText('Version 1 of the cadence: 2 Mar 2026').waitFor();
    await trend.locator('.recharts-reference-line').waitFor({ state: 'attached' });
    const drawn = (await trend.locator('.recharts-line-curve').getAttribute('d'))!;
    expect(drawn.match(/M/g)).toHaveLength(2);
    expect(await trend.locator('.recharts-line-dots > *').count()).toBe(3);
    await trend.getByText('The trend as a table').click();
    await trend.getByRole('row', { name: /^9 Mar 2026 38% 30 of 80 reps 28% to 48%/ }).waitFor();
    await trend.getByRole('row', { name: /^23 Feb 2026 Too few reps to show/ }).waitFor();
    await page.goto('/adoption?week=2026-02-23');
    await trend.getByText('Only one week can be shown so far: 20% in the week of 16 Feb 2026.').waitFor();
    expect(await trend.getByText('Rollout of the program').count()).toBe(0);
  });

  it.each(['light', 'dark'] as const)(
    'prints it on one sheet of paper, without what leads elsewhere, %s',
    async (colorScheme) => {
      const page = await windowOf(browser, api, leader, { to: '/adoption', colorScheme });
      await settled(page);
      await page.getByRole('row', { name: /^South/ }).waitFor();
      const sheet = await page.pdf({ preferCSSPageSize: true });
      expect(sheet.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
      await page.emulateMedia({ media: 'print' });
      for (const name of ['Where to intervene', 'What works', 'Why it stalls', 'Map: Stalled'])
        expect({ name, stands: await page.getByRole('heading', { name }).isVisible() }).toEqual({
          name,
          stands: true,
        });
      for (const role of ['navigation', 'combobox', 'button'] as const)
        expect({ role, stands: await page.getByRole(role).count() }).toEqual({ role, stands: 0 });
      for (const name of ['Alerts', 'Trend: Stalled', 'Logged and confirmed', 'How this is measured'])
        expect({ name, stands: await page.getByRole('heading', { name }).isVisible() }).toEqual({
          name,
          stands: false,
        });
      expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(0, 0, 0)');
    },
  );

  it('takes what is shown along as files, as suppressed as it is here, with nothing to calculate', async () => {
    const page = await windowOf(browser, api, leader, { to: '/adoption?week=2026-03-02' });
    await settled(page);
    const fileOf = async (name: string): Promise<{ name: string; records: Record<string, string>[] }> => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name, exact: true }).click(),
      ]);
      const records: Record<string, string>[] = parse(await readFile(await download.path()), {
        columns: true,
      });
      return { name: download.suggestedFilename(), records };
    };
    const map = await fileOf('Map');
    expect(map.name).toBe('adoption-map-2026-03-02.csv');
    const { code } = team.capability;
    const south = { numerator: '24', denominator: '40', share: '0.6', low95: '0.446', high95: '0.7365' };
    expect(map.records).toMatchObject([
      { region: 'Islands', suppressed: 'tooFewReps', numerator: '', denominator: '', share: '', reps: '' },
      { region: 'North', numerator: '6', denominator: '40', suppressed: '' },
      { kpi: 'stalled', period: '2026-03-02', capability: code, region: 'South', ...south },
      { of: 'all', region: '', numerator: '30', denominator: '80' },
    ]);
    expect((await fileOf('Why it stalls')).records).toMatchObject([
      { reason: 'stalled', numerator: '30', denominator: '80' },
      { reason: 'noVisitPlanned', numerator: '30', clearedBy: 'manager', nextStep: expect.any(String) },
    ]);
    const figures = (await fileOf('All figures')).records;
    expect(figures.filter(({ kpi }) => kpi === 'adopted')).toMatchObject([
      { capability: code, numerator: '28', denominator: '80' },
      { capability: '', numerator: '28', denominator: '80' },
    ]);
    await page.getByLabel('Shown on the map').selectOption('Seen for the first time');
    await page.getByRole('rowheader', { name: '=1+1' }).waitFor();
    expect((await fileOf('Map')).records[0]).toMatchObject({ region: "'=1+1", numerator: '10' });
  });

  it('takes an alert, and says what is done about it', async () => {
    const page = await windowOf(browser, api, leader, { to: '/adoption' });
    await page.getByText('Nobody has taken it yet.').waitFor();
    await page.getByRole('button', { name: /^Take it: South/ }).click();
    await page.getByLabel('What is done about it (optional)').fill('Two visit days freed.');
    await page.getByRole('button', { name: 'Take it', exact: true }).click();
    await page.getByText(/Taken on 16 Mar 2026 by .*Two visit days freed\./).waitFor();
    const rows = await api.dataSource.query<{ by: string }[]>(
      'SELECT acknowledged_by AS by FROM figure_alert',
    );
    expect(rows).toEqual([{ by: leader }]);
  });

  it.each([
    ['light', 'desktop', 'en'],
    ['dark', 'desktop', 'de'],
    ['light', 'phone', 'de'],
    ['dark', 'phone', 'en'],
  ] as const)('can use it: axe finds nothing, %s on a %s, in %s', async (colorScheme, size, language) => {
    await api.ask('PATCH', `/people/${leader}`, { body: { language } });
    const viewport = size === 'phone' ? PHONE : DESKTOP;
    const page = await windowOf(browser, api, leader, { colorScheme, viewport, reducedMotion: 'reduce' });
    const complaints = complaintsOf(page.context());
    await page.getByRole('rowheader', { name: 'Islands' }).waitFor();
    await page.locator('[aria-busy]').first().waitFor({ state: 'detached' });
    for (const summary of await page.locator('main summary:visible').all()) await summary.click();
    expect(await axeOn(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
    expect(complaints).toEqual([]);
  });
});

describe('whoever says when they are told', () => {
  it.each([
    ['a desktop', DESKTOP],
    ['a phone', PHONE],
  ])(
    'can use the rules and their form in the dark and in German: axe finds nothing, on %s',
    async (_, viewport) => {
      await api.ask('PATCH', `/people/${leader}`, { body: { language: 'de' } });
      const page = await windowOf(browser, api, leader, {
        colorScheme: 'dark',
        viewport,
        to: '/adoption/rules',
      });
      await page.getByText(/^Melden, wenn „Stockt“ .* 2 Wochen lang über 40.% liegt\.$/).waitFor();
      await page.getByRole('button', { name: 'Regel hinzufügen' }).click();
      await page.getByLabel('Verglichen mit').selectOption('der eigenen Zahl davor');
      expect(await axeOn(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
    },
  );
});

describe('whoever coaches, too', () => {
  it('comes from a figure to those of the enrolments behind it that are theirs to see, and to each', async () => {
    await api.made('/role-grants', { personId: team.manager, role: 'leadership', reason: 'leads a region' });
    const page = await windowAs(browser, api, team.manager, { to: '/adoption?kpi=adopted' });
    await settled(page);
    expect(await axeOn(page)).toEqual([]);
    await page
      .getByRole('row', { name: /^South/ })
      .getByRole('link', { name: /^8 of 40/ })
      .click();
    await page.getByRole('link', { name: /^Ana/ }).click();
    await page.waitForURL(/\/enrolments\/[0-9a-f-]+/);
  });
});

describe('whoever answers for a program', () => {
  it('comes from a figure to the list behind it, and is told why nobody stands in it', async () => {
    const page = await windowAs(browser, api, team.owner, { to: `/adoption?program=${team.program.code}` });
    await settled(page);
    await page
      .getByRole('row', { name: /^South/ })
      .getByRole('link', { name: /^24 of 40/ })
      .click();
    await page.waitForURL(/\/enrolments\?/);
    expect(Object.fromEntries(new URL(page.url()).searchParams)).toEqual({
      program: team.program.code,
      capability: team.capability.code,
      region: 'South',
      stalled: '"true"',
    });
    await page.getByText('you see a single enrolment once something of it was raised to you').waitFor();
  });

  it('adds a rule in a sentence; the nightly look opens its alert, and who is asked to take it sees that', async () => {
    await api.ask('PATCH', `/people/${leader}`, { body: { language: 'en' } });
    const page = await windowOf(browser, api, team.owner, { to: `/adoption?program=${team.program.code}` });
    const complaints = complaintsOf(page.context());
    await page.getByRole('link', { name: 'When you are told' }).click();
    await page
      .getByText('Tell when “Stalled” in any one region, for any one capability, is above 40% for 2 weeks.')
      .waitFor();
    await page.getByRole('button', { name: 'Add a rule' }).click();
    const form = page.getByRole('form', { name: 'Add a rule' });
    await form.getByLabel('About which figure').selectOption('Adopted');
    expect(await form.getByLabel('Tell when it is').inputValue()).toBe('below');
    await form.getByLabel('Region').selectOption('South');
    await form.getByLabel('Weeks in a row').fill('1');
    await form.getByLabel('Limit, in percent').fill('98');
    await form.getByRole('button', { name: 'Add a rule' }).click();
    await form.getByText(/would never close/).waitFor();
    expect(await form.getByLabel(/^Closes when back by/).getAttribute('aria-invalid')).toBe('true');
    expect(await axeOn(page)).toEqual([]);
    await form.getByLabel('Limit, in percent').fill('30');
    const sentence = 'Tell when “Adopted” in South, for any one capability, is below 30% for one week.';
    await form.getByText(sentence).waitFor();
    await form.getByRole('button', { name: 'Add a rule' }).click();
    await form.waitFor({ state: 'detached' });
    await page.getByText(sentence).waitFor();

    api.clock.time = Date.parse('2026-03-23T04:23:00Z');
    await publish('2026-03-16', { standing: [standing('South', 8), standing('North', 20)] });
    await lookAsEveryNight();
    expect(complaints).toEqual([]);
    // A week later they sign in anew.
    const later = await windowAs(browser, api, team.owner, { to: `/adoption?program=${team.program.code}` });
    const alert = later
      .getByRole('region', { name: 'Alerts' })
      .getByRole('listitem')
      .filter({ hasText: 'Adopted stood at 20%' });
    await alert.getByRole('button', { name: /^Ask somebody: South/ }).click();
    await alert.getByLabel('Who takes it').selectOption('Leah');
    await alert.getByLabel('A word to them (optional)').fill('You know the south.');
    await alert.getByRole('button', { name: 'Ask somebody', exact: true }).click();
    await alert.getByText(/^Taken on 23 Mar 2026 by Leah, asked by .+\. “You know the south\.”$/).waitFor();

    const hers = await windowOf(browser, api, leader, { to: '/adoption' });
    await hers.getByText(/^Taken on 23 Mar 2026 by you, asked by .+\. “You know the south\.”$/).waitFor();
  });

  it('changes a rule that was changed meanwhile only after comparing, and switches it off', async () => {
    const to = `/adoption/rules?program=${team.program.code}`;
    const page = await windowOf(browser, api, team.owner, { to });
    const rule = page.getByRole('listitem').filter({ hasText: '“Adopted” in South' });
    await rule.getByRole('button', { name: /^Change/ }).click();
    await rule.getByLabel('Limit, in percent').fill('25');
    const { rules } = (
      await api.get<{ rules: { id: string; kpi: string }[] }>(`/programs/${team.program.id}/alert-rules`)
    ).body;
    const { id } = rules.find(({ kpi }) => kpi === 'adopted')!;
    const path = `/programs/${team.program.id}/alert-rules/${id}`;
    await api.ask('PATCH', path, { body: { threshold: 0.35, periods: 3 } });
    await rule.getByRole('button', { name: 'Save' }).click();
    expect(await page.getByRole('alert').innerText()).toMatch(
      /Then: limit 30% · one week\s+Now: limit 35% · 3 weeks\s+Yours: limit 25%\s/,
    );
    await page.getByRole('button', { name: 'Save mine' }).click();
    await rule.getByText('is below 25% for 3 weeks.').waitFor();
    await rule.getByRole('button', { name: /^Switch off/ }).click();
    await rule.getByRole('button', { name: 'Yes, switch it off' }).click();
    await rule.waitFor({ state: 'detached' });
    expect((await api.ask('PATCH', path, { body: { periods: 1 } })).status).toBe(404);
  });
});

/** What the schedule of figures runs. */
async function lookAsEveryNight(): Promise<void> {
  const quiet = (): void => undefined;
  const { releaseAll } = createFigures({
    dataSource: api.app,
    lanes: 8,
    log: { info: quiet, warn: quiet, error: quiet },
    shift: shiftBy(0),
  });
  await new MockActivityEnvironment({ scheduledTimestampMs: api.clock.now() }).run(releaseAll);
}
