import { parse } from 'csv-parse/sync';
import { readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { publish, standing, startAdoption, type Adoption } from '../support/adoption.js';
import type { TestApi } from '../support/api.js';
import { axeOn } from '../support/axe.js';
import { complaintsOf, DESKTOP, PHONE, startChromium, windowAs, windowOf } from '../support/chromium.js';
import type { Team } from '../support/coaching.js';

let browser: Browser;
let adoption: Adoption;
let api: TestApi;
let team: Team;
let leader: string;
beforeAll(async () => {
  [browser, adoption] = await Promise.all([startChromium(), startAdoption()]);
  ({ api, team, leader } = adoption);
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  await browser?.close();
  await api?.close();
});

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

  it('sees in an older week the places of that week, and is told that alerts are those of today', async () => {
    const page = await windowOf(browser, api, leader, { to: '/adoption?week=2026-02-16' });
    await page.getByText('10 of 40 wait too long (25%); elsewhere 15%.').waitFor();
    await page.getByText('Alerts stand here as they are today, whatever week is shown above.').waitFor();
    await page.goto('/adoption');
    await page.getByText('24 of 40 wait too long (60%); elsewhere 15%.').waitFor();
    expect(await page.getByText('Alerts stand here as they are today').count()).toBe(0);
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
    await trend.scrollIntoViewIfNeeded();
    await trend.locator('.recharts-reference-line').waitFor({ state: 'attached' });
    await trend.scrollIntoViewIfNeeded();
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

  it('sees a line break where others are counted, and no rise is claimed across it', async () => {
    await publish(adoption, '2026-02-16', {
      standing: [standing('South', 4), standing('North', 20), standing('Islands', 0)],
    });
    const page = await windowOf(browser, api, leader, { to: '/adoption?kpi=adopted' });
    const trend = page.getByRole('region', { name: 'Trend: Adopted', exact: true });
    await trend.getByText('35% in the week of 2 Mar 2026, 35% in the week of 9 Mar 2026.').waitFor();
    await trend
      .getByText(
        'From the week of 2 Mar 2026 on 80 reps are counted instead of 120: some are too few to show now.',
      )
      .waitFor();
    await trend.scrollIntoViewIfNeeded();
    const drawn = (await trend.locator('.recharts-line-curve').getAttribute('d'))!;
    expect(drawn.match(/M/g)).toHaveLength(2);
    await trend.getByText('The trend as a table').click();
    await trend
      .getByRole('row', { name: /^2 Mar 2026 35% 28 of 80 reps Others are counted than before\./ })
      .waitFor();
    await trend.getByRole('row', { name: /^9 Mar 2026 35% 28 of 80 reps 25% to/ }).waitFor();
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
      for (const name of [
        'Where to intervene',
        'What works',
        'Alerts',
        'Why it stalls',
        'Map: Stalled',
        'Trend: Stalled',
      ])
        expect({ name, stands: await page.getByRole('heading', { name }).isVisible() }).toEqual({
          name,
          stands: true,
        });
      for (const role of ['navigation', 'combobox', 'button'] as const)
        expect({ role, stands: await page.getByRole(role).count() }).toEqual({ role, stands: 0 });
      for (const name of ['Logged and confirmed', 'How this is measured'])
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
      { of: 'all', region: '', numerator: '30', denominator: '80', leftOut: '40' },
    ]);
    expect((await fileOf('Why it stalls')).records).toMatchObject([
      { reason: 'stalled', numerator: '30', denominator: '80' },
      { reason: 'noVisitPlanned', numerator: '30', clearedBy: 'manager', nextStep: expect.any(String) },
    ]);
    const figures = (await fileOf('All figures')).records;
    expect(figures.filter(({ kpi }) => kpi === 'adopted')).toMatchObject([
      { capability: code, numerator: '28', denominator: '80', reps: '80', leftOut: '40', suppressed: '' },
      { capability: '', numerator: '28', denominator: '80', reps: '80', leftOut: '40', suppressed: '' },
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
    await page.getByText(/Taken on Mon,? 16 Mar,? .*\d\d:\d\d by you\..*Two visit days freed\./).waitFor();
    const rows = await api.dataSource.query<{ by: string }[]>(
      'SELECT acknowledged_by AS by FROM figure_alert',
    );
    expect(rows).toEqual([{ by: leader }]);
  });

  it.each([
    ['desktop', 'en'],
    ['phone', 'de'],
  ] as const)('can use it: axe finds nothing, light and dark on a %s, in %s', async (size, language) => {
    await api.ask('PATCH', `/people/${leader}`, { body: { language } });
    const viewport = size === 'phone' ? PHONE : DESKTOP;
    const page = await windowOf(browser, api, leader, { viewport, reducedMotion: 'reduce' });
    const complaints = complaintsOf(page.context());
    await page.getByRole('rowheader', { name: 'Islands' }).waitFor();
    await page.locator('[aria-busy]').first().waitFor({ state: 'detached' });
    for (const summary of await page.locator('main summary:visible').all()) await summary.click();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.locator(`[data-mantine-color-scheme=${colorScheme}]`).waitFor();
      expect(await axeOn(page)).toEqual([]);
    }
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
    expect(complaints).toEqual([]);
  });
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
    await page.getByText('These enrolments are counted in “Adopted” (week of 9 Mar 2026).').waitFor();
    await page.getByText('You see those that are yours to see; the figure may count more.').waitFor();
    await page.getByRole('link', { name: 'All that are counted' }).click();
    await page.getByText('These enrolments are all that “Adopted” is a share of').waitFor();
    await page.getByRole('link', { name: 'Leave the figure' }).click();
    await page.getByRole('link', { name: /^Ana/ }).click();
    await page.waitForURL(/\/enrolments\/[0-9a-f-]+/);
  });
});

describe('whoever answers for a program', () => {
  it('sees how many there are, and is told why their numbers lead to nobody', async () => {
    const page = await windowAs(browser, api, team.owner, { to: `/adoption?program=${team.program.code}` });
    await settled(page);
    await page
      .getByText('Single enrolments are seen by those who coach them')
      .filter({ visible: true })
      .first()
      .waitFor();
    expect(await page.getByRole('link', { name: /^24 of 40/ }).count()).toBe(0);
  });
});

describe('the line above', () => {
  it('comes from a figure to the list behind it, and is told why nobody stands in it', async () => {
    const to = `/adoption?program=${team.program.code}`;
    const page = await windowAs(browser, api, team.secondLine, { to });
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
      figure: 'stalled',
      asOf: '2026-03-09',
    });
    await page.getByText('These enrolments are counted in “Stalled” (week of 9 Mar 2026).').waitFor();
    await page.getByText('You see those of which something was raised to you').waitFor();
    await page.getByText('you see a single enrolment once something of it was raised to you').waitFor();
  });
});
