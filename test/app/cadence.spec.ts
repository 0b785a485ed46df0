import type { Browser, Page } from 'playwright-core';
import type { SimulationAnswer } from '../../src/api/simulations/simulations.dto.js';
import { signedIn, type TestApi } from '../support/api.js';
import { axeOn, axeWithin } from '../support/axe.js';
import { complaintsOf, DESKTOP, PHONE, startApp, startChromium, windowOf } from '../support/chromium.js';
import { aTeam, lookAt, openLoop, type Team } from '../support/coaching.js';
import { playSimulation } from '../support/simulating.js';

let browser: Browser;
let api: TestApi;
let team: Team;
let cadence: { id: string; name: string };
beforeAll(async () => {
  [browser, api] = await Promise.all([startChromium(), startApp({ at: '2026-03-02T08:00:00Z' })]);
  team = await aTeam(api);
  await lookAt(api, await openLoop(api, team));
  cadence = (await api.get<{ items: (typeof cadence)[] }>('/cadences')).body.items[0]!;
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  await browser?.close();
  await api?.close();
});

const editor = () => `/cadences/${cadence.id}?program=${team.program.code}`;
const drawn = (page: Page) =>
  page.getByRole('region', { name: /^(What it would do|Was es bewirken würde)$/ });
const found = (page: Page) => page.getByRole('region', { name: 'What may not be meant' });
/** At the foot of the page its bar covers nothing that axe would take for too small. A part where the rest is as it was. */
const axeAtFoot = async (page: Page, part?: string): Promise<string[]> => {
  await page.evaluate('window.scrollTo(0, document.body.scrollHeight)');
  return part === undefined ? axeOn(page) : axeWithin(page, part);
};
const kept = async () =>
  (await api.get<{ draft: Record<string, unknown>; revision: number }>(`/cadences/${cadence.id}`)).body;
const goesBy = async (): Promise<string> =>
  (await api.get<{ cadenceVersionId: string }>(`/programs/${team.program.id}`)).body.cadenceVersionId;

describe('whoever owns a program', () => {
  it('sees how far it is, and by which cadence it goes', async () => {
    const page = await windowOf(browser, api, team.owner);
    await page.getByRole('link', { name: 'Programs' }).click();
    const program = page.getByRole('region', { name: `Launch wave ${team.program.code}` });
    await program.getByText(/^Launched Mon,? 2 Mar/).waitFor();
    await program
      .getByText(/^Rollout of Mon,? 2 Mar/)
      .first()
      .waitFor();
    await program.getByRole('link', { name: `“${cadence.name}”, version 1` }).click();
    await page.getByRole('heading', { level: 1, name: `${cadence.name}, version 1`, exact: true }).waitFor();
    await page.getByText(`“Launch wave” goes by “${cadence.name}”, version 1.`).waitFor();
    const ways = page.getByRole('navigation', { name: 'Draft and versions' });
    expect(await ways.locator('[aria-current]').allInnerTexts()).toEqual(['Version 1']);
    // It is read as it was published, and nothing of it can be changed.
    await page.getByText('First observation within 10 working days of training.').waitFor();
    const ladder = page.locator('[data-path="ladders.observe"]');
    await ladder.locator('summary').click();
    expect(await ladder.getByRole('listitem').allInnerTexts()).toEqual([
      'When it is due, tell the manager by mail alone.',
    ]);
    expect(await page.locator('main').getByRole('spinbutton').count()).toBe(0);
    expect(await axeOn(page)).toEqual([]);
    await page.getByRole('link', { name: 'write the draft of the next version' }).click();
    await page.getByRole('heading', { level: 1, name: `${cadence.name}, draft`, exact: true }).waitFor();
    await page.getByText('You write the draft of version 2.').waitFor();
  });

  it('starts from a template, halves a deadline, and reads what that would do to somebody', async () => {
    const page = await windowOf(browser, api, team.owner, { to: editor() });
    const complaints = complaintsOf(page.context());
    await page.getByText('Start from a template').click();
    await page.getByRole('button', { name: 'Start from it: Launch wave' }).click();
    await page.getByText('“Launch wave” is filled in. Nothing is saved yet.').waitFor();

    const of = drawn(page);
    await of.getByLabel('Search by name').fill('ana');
    await of.getByLabel('What happens').selectOption('Nobody reacts');
    // Ten working days after Monday, 2 March.
    await of
      .getByRole('listitem')
      .filter({ hasText: /Mon,? 16 Mar/ })
      .first()
      .waitFor();
    await page.getByLabel('First observation', { exact: true }).fill('5');
    await of
      .getByRole('listitem')
      .filter({ hasText: /Mon,? 9 Mar/ })
      .first()
      .waitFor();
    await page.getByText(/First observation.*5 working days instead of 10 working days\./).waitFor();
    expect(await of.getByText(/messages: .* to the manager/).count()).toBe(1);

    await of.getByLabel('What happens').selectOption('All is done in time');
    await of.getByText(/^Counts as used from .* on\./).waitFor();

    await of.getByRole('switch', { name: 'Beside version 1, which is in force' }).check();
    const week = of.getByRole('listitem').filter({ hasText: 'Week of 2 March' }).first();
    await week.getByRole('group', { name: 'In force' }).waitFor();
    await week.getByRole('group', { name: 'This draft' }).getByText('put otherwise').waitFor();
    await of
      .getByText(/^(moves to|was) /)
      .first()
      .waitFor();
    expect(await axeAtFoot(page, 'section[aria-labelledby="tryOut"]')).toEqual([]);
    expect(complaints).toEqual([]);
    // Since it was published nothing was kept, and nobody hears of it.
    expect((await kept()).revision).toBe(2);
  });

  it('halves a deadline, and reads what next week would be like for those who coach', async () => {
    const page = await windowOf(browser, api, team.owner, { to: editor(), reducedMotion: 'reduce' });
    const played = async (): Promise<string> => {
      const started = page.waitForResponse(
        (response) =>
          response.url().endsWith('/cadence/simulations') && response.request().method() === 'POST',
      );
      await page.getByRole('button', { name: 'Play it' }).click();
      const { id } = (await (await started).json()) as { id: string };
      await playSimulation(api, id);
      return id;
    };
    await played();
    await page.getByText(/^Nothing of this differs\. .* does not show in the open loop:/).waitFor();
    await page.getByText('Start from a template').click();
    await page.getByRole('button', { name: 'Start from it: Launch wave' }).click();
    await page.getByLabel('First observation', { exact: true }).fill('5');
    const id = await played();
    await page.getByText(/^Next week, .*9.*13.*: (no|one|\d+) messages? to (one|\d+)? ?managers?/).waitFor();
    expect(await page.getByText(/^Nothing of this differs/).count()).toBe(0);
    const owner = await signedIn(api, team.owner);
    const { result } = (
      await owner.get<SimulationAnswer>(`/programs/${team.program.id}/cadence/simulations/${id}`)
    ).body;
    const { managers } = result!.ahead.find(({ week }) => week === '2026-03-09')!;
    const { manager, before, after } = managers.find((one) => one.manager.id === team.manager)!;
    const cells = await page.getByRole('row', { name: manager.name }).getByRole('cell').allInnerTexts();
    const said = (was: number, is: number) => (was === is ? `${is}` : `${was} → ${is}`);
    expect(cells.map((text) => /^\d+( → \d+)?/.exec(text)?.[0])).toEqual([
      ...[0, 1, 2, 3, 4].map((day) => said(before!.messages[day]!, after.messages[day]!)),
      said(before!.asked, after.asked),
    ]);
    await page.getByLabel('Sort by').selectOption('name');
    for (const viewport of [DESKTOP, PHONE]) {
      await page.setViewportSize(viewport);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
      expect(await axeAtFoot(page, 'section[aria-labelledby="played"]')).toEqual([]);
    }
  });

  it('is told what may not be meant and where it stands, mends it, publishes, and the program goes by it', async () => {
    const before = await goesBy();
    const page = await windowOf(browser, api, team.owner, { to: editor() });
    await page.getByText('Start from a template').click();
    await page.getByRole('button', { name: 'Start from it: Launch wave' }).click();
    await page.getByText('An observation').first().click();
    const ladder = page.getByRole('group', { name: 'An observation' });
    for (const step of [5, 4]) await ladder.getByRole('button', { name: `Remove step ${step}` }).click();
    const concern = 'The messages about an observation end before anyone who could help hears of it.';
    await found(page).getByText(concern).waitFor();
    await ladder.getByRole('button', { name: 'Add a step' }).click();
    await ladder.getByLabel('Step 4: whom').selectOption('the second line');
    await ladder.getByLabel('Step 4: this counts as a stall').check();
    await found(page).getByText(concern).waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Publish …' }).click();
    await page.getByText(`This becomes version 2 of “${cadence.name}”, for good`, { exact: false }).waitFor();
    expect(await goesBy()).toBe(before);
    await page.getByRole('button', { name: 'Publish version 2' }).click();
    await page.getByText('Version 2 is published.').waitFor();
    expect(await goesBy()).toBe(before);
    await page.getByRole('link', { name: 'try version 2 first in one region' }).waitFor();
    await page.getByRole('button', { name: 'Use version 2 in “Launch wave” from now on' }).click();
    await page.getByText(/loops that are open already are not touched\.$/).waitFor();
    await page.getByRole('button', { name: 'Use version 2 from now on' }).click();
    await page.getByText(`“Launch wave” goes by “${cadence.name}”, version 2.`).waitFor();
    const { items } = (
      await api.get<{ items: { id: string; document: { ladders: { observe: unknown[] } } }[] }>(
        `/cadences/${cadence.id}/versions`,
      )
    ).body;
    expect(await goesBy()).toBe(items[0]!.id);
    expect(items[0]!.document.ladders.observe[3]).toEqual({
      at: 'P4D',
      to: 'secondLine',
      via: ['slack', 'email'],
      stall: true,
    });

    await page.getByRole('link', { name: 'Version 1', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: `${cadence.name}, version 1`, exact: true }).waitFor();
    await page.getByRole('heading', { name: `What differs from “${cadence.name}”, version 2` }).waitFor();
    await page.getByRole('button', { name: 'Use version 1 in “Launch wave” from now on' }).click();
    await page.getByText('Against version 2, which is in force:').waitFor();
    await page.getByRole('button', { name: 'Use version 1 from now on' }).click();
    await page.getByText(`“Launch wave” goes by “${cadence.name}”, version 1.`).waitFor();
    expect(await goesBy()).toBe(before);
  });

  it('is led from a problem to its field, also in the document, of which nothing is lost', async () => {
    const page = await windowOf(browser, api, team.owner, { to: editor() });
    await page.getByRole('spinbutton', { name: 'Feedback' }).fill('');
    const problems = page.getByRole('region', { name: 'What keeps it from being published' });
    await problems.getByText('Something has to stand here.').waitFor();
    await problems.getByRole('button', { name: 'Go to: Feedback' }).click();
    await page
      .locator(':focus')
      .and(page.getByRole('spinbutton', { name: 'Feedback' }))
      .waitFor();
    await page
      .getByText(/It helps most while both remember\. Usual: between 1 and 3 working days\.$/)
      .waitFor();
    await page.getByText('whole, 0 or more. Usual: between 1 and 3 working days.').waitFor();
    await page.keyboard.type('3');
    await problems.getByText('Nothing.').waitFor();

    await page.getByText('The document', { exact: true }).click();
    const json = page.getByRole('textbox', { name: 'The document' });
    const document = JSON.parse(await json.inputValue());
    expect(document.feedback.within).toBe('P3D');
    await json.fill(JSON.stringify({ ...document, note: 'for the north' }));
    await problems.getByText(/no such field: note/).waitFor();
    await json.fill('{ "schema": 1,');
    await page.getByText(/^This cannot be read yet, so the last readable state stays\./).waitFor();
    await page.getByText('In sentences', { exact: true }).click();
    await page.getByLabel('First observation', { exact: true }).fill('7');
    await page.getByText('The document', { exact: true }).click();
    expect(JSON.parse(await json.inputValue())).toMatchObject({
      note: 'for the north',
      firstObservation: { within: 'P7D' },
    });
    await page.getByRole('button', { name: 'Publish …' }).click();
    await page.getByText('One problem keeps it from being published.').waitFor();
  });

  it('keeps what somebody else has kept meanwhile, once they have compared', async () => {
    const page = await windowOf(browser, api, team.owner, { to: editor() });
    await page.getByLabel('First observation', { exact: true }).fill('6');
    const { draft, revision } = await kept();
    await api.ask('PATCH', `/cadences/${cadence.id}`, {
      body: { draft: { ...draft, followUp: { within: 'P12D' } } },
      headers: { 'if-match': `"${revision}"` },
    });
    await page.getByRole('button', { name: 'Save the draft' }).click();
    const choice = page.getByRole('alert');
    await choice.getByText('This has changed since you began').waitFor();
    expect(await choice.innerText()).toMatch(
      /Now: Follow-up.*12 working days.*\s+Yours: First observation.*6 working days/,
    );
    expect(await axeAtFoot(page, '[role="alert"]')).toEqual([]);
    // Of what was asked before it was published nobody learns that it was.
    let answer = (): void => undefined;
    const late = new Promise<void>((resolve) => (answer = resolve));
    const read = new Promise<void>((resolve) => {
      void page.route(
        '**/api/v1/cadences/*/versions',
        async (route) => {
          const response = await route.fetch();
          resolve();
          await late;
          await route.fulfill({ response });
        },
        { times: 1 },
      );
    });
    await choice.getByRole('button', { name: 'Save mine too' }).click();
    await page.getByText('Saved.').waitFor();
    await read;
    expect((await kept()).draft).toMatchObject({
      firstObservation: { within: 'P6D' },
      followUp: { within: 'P12D' },
    });

    const published = await api.post<{ version: number }>(
      `/cadences/${cadence.id}/versions`,
      {},
      { 'if-match': `"${(await kept()).revision}"` },
    );
    await page.getByLabel('First observation', { exact: true }).fill('7');
    await page.getByRole('button', { name: 'Publish …' }).click();
    await page.getByRole('button', { name: /^Publish version / }).click();
    await choice.getByText(`Now: Version ${published.body.version} was published`).waitFor();
    answer();
    expect((await api.get<{ items: unknown[] }>(`/cadences/${cadence.id}/versions`)).body.items).toHaveLength(
      published.body.version,
    );
  });

  it('begins a cadence of their own', async () => {
    const page = await windowOf(browser, api, team.owner, { to: '/programs' });
    await page.getByRole('button', { name: 'Begin a cadence' }).click();
    await page.getByLabel('What it is called').fill('Slow and steady');
    await page.getByRole('button', { name: 'Begin a cadence' }).click();
    await page.getByRole('heading', { level: 1, name: 'Slow and steady, draft' }).waitFor();
    await page.getByText('Nothing is written yet. Start from a template', { exact: false }).waitFor();
    await page.getByRole('button', { name: 'Start from it: Slow-burn reinforcement' }).click();
    await page.getByRole('button', { name: 'Save the draft' }).click();
    await page.getByText('Saved.').waitFor();
  });

  it.each([
    ['light', 'desktop', 'de'],
    ['dark', 'phone', 'en'],
  ] as const)(
    'can use all of it: axe finds nothing, %s on a %s, in %s',
    async (colorScheme, size, language) => {
      await api.ask('PATCH', `/people/${team.owner}`, { body: { language } });
      const viewport = size === 'phone' ? PHONE : DESKTOP;
      const page = await windowOf(browser, api, team.owner, {
        colorScheme,
        viewport,
        reducedMotion: 'reduce',
        to: editor(),
      });
      const complaints = complaintsOf(page.context());
      await drawn(page).getByRole('heading', { level: 3 }).first().waitFor();
      for (const summary of await page.locator('main summary').all()) await summary.click();
      await page.getByLabel(/^(First observation|Erste Beobachtung)$/).fill('300');
      await page.getByRole('button', { name: /^(Publish|Veröffentlichen) …$/ }).click();
      await page.getByRole('spinbutton', { name: /^(Follow-up|Nachfassen)$/ }).focus();
      expect(await axeAtFoot(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
      // What is not saved would be asked about.
      page.on('dialog', (dialog) => void dialog.accept());
      await page.goto('/programs');
      await page.getByRole('heading', { level: 2 }).first().waitFor();
      expect(await axeAtFoot(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
      expect(complaints).toEqual([]);
    },
  );
});

describe('whoever owns none', () => {
  it('is offered no programs, and is shown no cadence', async () => {
    const page = await windowOf(browser, api, team.manager, { to: editor() });
    await page.getByText('This is not for you to see').waitFor();
    expect(await page.getByRole('link', { name: 'Programs' }).count()).toBe(0);
  });
});
