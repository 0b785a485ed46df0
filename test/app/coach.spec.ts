import type { Browser, Locator, Page } from 'playwright-core';
import type { TestApi } from '../support/api.js';
import { axeOn } from '../support/axe.js';
import { complaintsOf, PHONE, startApp, startChromium, windowOf } from '../support/chromium.js';
import { agree, aTeam, logOf, openLoop, openSecondLoop, type Team } from '../support/coaching.js';
import { startLanes, type Lanes } from '../support/lanes.js';

const VISIT = '2026-03-05T08:00:00Z';
const NEXT_VISIT = '2026-03-12T08:00:00Z';
const AGREED = 'If they name a price, then I ask first.';

let browser: Browser;
let api: TestApi;
let lanes: Lanes;
let team: Team;
let loops: string[];
beforeAll(async () => {
  browser = await startChromium();
});
beforeEach(async () => {
  api = await startApp();
  await agree(api);
  lanes = await startLanes(api);
  team = await aTeam(api);
  loops = [await openLoop(api, team), await openSecondLoop(api, team)];
  await lanes.liveUntil('2026-03-05T08:00:00+01:00');
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  await lanes.end();
  await api.close();
});
afterAll(() => browser?.close());

const onPhone = (options: { to?: string; colorScheme?: 'dark' } = {}): Promise<Page> =>
  windowOf(browser, api, team.manager, { viewport: PHONE, hasTouch: true, ...options });

const write = (written: object) =>
  api.made<{ action: string }>(`/enrolments/${loops[0]}/observations`, {
    observer: team.manager,
    ...written,
  });

const visitsOf = (page: Page): Locator => page.getByRole('region', { name: 'Visits in the next two weeks' });

describe('a coach on a phone', () => {
  it('opens a visit on what was agreed, and writes of two capabilities in 25 interactions, helped as they write', async () => {
    const { action } = await write({ ratings: { asksFirst: 2 }, talked: true, action: { text: AGREED } });
    await lanes.lookAll();
    const visit = { rep: team.rep, observers: [team.manager] };
    await api.made('/joint-visits', { ...visit, at: VISIT, institution: 'Clinic B' });
    const next = { at: NEXT_VISIT, institution: 'Clinic C', externalId: 'CRM-7' };
    await api.made('/joint-visits', { ...visit, ...next });
    const page = await onPhone();
    const complaints = complaintsOf(page.context());
    const ahead = visitsOf(page).getByRole('listitem').filter({ hasText: 'Clinic C' });
    await ahead.getByRole('heading').tap();
    await ahead.getByText(AGREED).waitFor();
    await ahead.getByText(/^One thing to watch for: /).waitFor();
    await ahead.getByText(/^To open with: /).waitFor();
    await ahead.getByRole('button', { name: 'Another day' }).waitFor();
    expect(await ahead.getByText('This visit comes from your CRM.').count()).toBe(1);
    expect(await axeOn(page)).toEqual([]);

    // Back in the car.
    api.clock.time = Date.parse(VISIT) + 300_000;
    await page.reload();
    let times = 0;
    const tap = async (what: Locator): Promise<void> => void (times++, await what.tap());
    const fill = async (where: Locator, text: string): Promise<void> =>
      void (times++, await where.fill(text));
    await tap(page.getByRole('button', { name: 'Write the report' }));
    const drawer = page.getByRole('dialog', { name: 'Write the report' });
    await tap(drawer.getByRole('radio', { name: 'It works, I saw it' }));
    const anchors = drawer.getByRole('radiogroup').filter({ hasText: 'No occasion arose' });
    expect(await anchors.count()).toBe(4);
    for (const anchor of await anchors.all()) await tap(anchor.getByRole('radio', { name: 'Proficient' }));

    // The app's own files may still be on their way; they say nothing of what is written.
    const requests: string[] = [];
    page.on('request', (request) => {
      if (!new URL(request.url()).pathname.startsWith('/assets/')) requests.push(request.url());
    });
    const [first, second] = await drawer.getByLabel('What did you see or hear?').all();
    const [toTry] = await drawer.getByLabel('What should they try next?').all();
    await fill(first!, 'Great visit, very kind.');
    await drawer.getByText('It would help to name one thing they did or said.').waitFor();
    await fill(first!, 'When the price came up, you explained the data.');
    await drawer.getByText('One thing to try would round it off.').waitFor();
    await fill(toTry!, 'If the price comes up, ask first.');
    await drawer.getByText('It names what you saw and what to try next.').waitFor();
    expect(await axeOn(page)).toEqual([]);
    await fill(second!, 'Asked what matters most to the ward.');
    await tap(drawer.getByRole('button', { name: 'If …, then I …' }));
    const agreed = drawer.getByLabel(/What did you agree on/);
    expect(await agreed.inputValue()).toBe('If …, then I …');
    await fill(agreed, 'If they hesitate, then I wait.');
    await drawer.getByText('It says when to do it.').waitFor();
    expect(requests).toEqual([]);

    await drawer
      .getByText(/^Ana \d+ reads your words, .+ once you have talked, or one working day later\.$/)
      .waitFor();
    await tap(drawer.getByLabel('We have talked about it'));
    await tap(drawer.getByRole('button', { name: 'Send' }));
    await page.getByText('Noted. Thank you.').first().waitFor();
    // Also where each rubric had five anchors, and not two.
    expect(times + 2 * 3).toBeLessThanOrEqual(25);

    const [told] = await Promise.all(loops.map((loop) => logOf(api, loop)));
    expect(told!.map(({ kind, data }) => [kind, data.actionId ?? null])).toContainEqual([
      'actionVerified',
      action,
    ]);
    for (const loop of loops)
      expect((await logOf(api, loop)).findLast(({ kind }) => kind === 'observed')).toMatchObject({
        actorId: team.manager,
        data: { observer: team.manager, visitId: expect.any(String) as string },
      });
    expect(complaints).toEqual([]);
  });

  it('sees their own patterns from the fifth feedback on, and nobody else does', async () => {
    for (let times = 0; times < 4; times++)
      await write({ evidence: 'When the price came up, you explained the data.' });
    const page = await onPhone({ colorScheme: 'dark' });
    const patterns = page.getByRole('region', { name: 'My patterns' });
    await patterns.getByText('You have written feedback 4 times.').waitFor();
    await write({ evidence: 'Great visit.', suggestion: 'Next time, ask first.' });
    await page.reload();
    await patterns.getByText('Your feedback names what you saw in 4 of 5; a next step in 1 of 5.').waitFor();
    await patterns.getByText('Two examples').tap();
    await patterns.getByText('Great visit.').waitFor();
    await patterns.getByText('It would help to name one thing they did or said.').waitFor();
    await visitsOf(page)
      .getByText(/^No other visit is planned/)
      .waitFor();
    expect(await axeOn(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE.width);

    const reps = await windowOf(browser, api, team.rep);
    await reps.getByText('Nothing waits for you').waitFor();
    expect(await reps.getByText('My patterns').count()).toBe(0);
  });
});
