import type { Browser, Locator, Page } from 'playwright-core';
import type { TestApi } from '../support/api.js';
import { axeOn } from '../support/axe.js';
import { complaintsOf, PHONE, startApp, startChromium, windowOf } from '../support/chromium.js';
import { agree, aTeam, logOf, openLoop, openSecondLoop, type Team } from '../support/coaching.js';
import { startLanes, type Lanes } from '../support/lanes.js';
import { TOLD_ON_SLACK } from '../support/told-teams.js';

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
  team = await aTeam(api, TOLD_ON_SLACK);
  loops = [await openLoop(api, team), await openSecondLoop(api, team, TOLD_ON_SLACK)];
  await lanes.liveUntil('2026-03-11T09:00:00+01:00');
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  await lanes.end();
  await api.close();
});
afterAll(() => browser?.close());

const kindsOf = async (loop: string): Promise<string[]> => (await logOf(api, loop)).map(({ kind }) => kind);
const observedOf = async (loop: string): Promise<number> =>
  (await kindsOf(loop)).filter((kind) => kind === 'observed').length;

/** A thumb that is counted. */
function aThumb() {
  let times = 0;
  return {
    times: () => times,
    tap: async (what: Locator) => void (times++, await what.tap()),
    write: async (where: Locator, text: string) => void (times++, await where.fill(text)),
  };
}

const onPhone = (
  options: { to?: string; colorScheme?: 'dark'; reducedMotion?: 'reduce' } = {},
): Promise<Page> => windowOf(browser, api, team.manager, { viewport: PHONE, hasTouch: true, ...options });

const openReport = async (page: Page, tap = (what: Locator) => what.tap()): Promise<Locator> => {
  await tap(page.getByRole('button', { name: /^Something else: / }).first());
  await tap(page.getByRole('menuitem', { name: 'I saw it already' }));
  const drawer = page.getByRole('dialog', { name: 'I saw it already' });
  await drawer.getByRole('button', { name: 'Send' }).waitFor();
  return drawer;
};

describe('a manager on a phone', () => {
  it('writes what was seen of two capabilities with a thumb, once, and the enrolments move on', async () => {
    const page = await onPhone();
    const complaints = complaintsOf(page.context());
    await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
    await page.getByText(/One thing, about one minute|2 things, about 2 minutes/).waitFor();
    const thumb = aThumb();
    const drawer = await openReport(page, thumb.tap);
    const anchors = drawer.getByRole('radiogroup').filter({ hasText: 'No occasion arose' });
    for (const anchor of await anchors.all())
      await thumb.tap(anchor.getByRole('radio', { name: 'Proficient' }));
    const evidence = await drawer.getByLabel('What did you see or hear?').all();
    expect(evidence).toHaveLength(2);
    for (const field of evidence) await thumb.write(field, 'Asked what matters most to the ward.');
    for (const field of await drawer.getByLabel('What should they try next?').all())
      await thumb.write(field, 'Wait for the answer.');
    await thumb.write(drawer.getByLabel(/What did you agree on/), 'If they name a price, then I ask first.');
    await thumb.tap(drawer.getByLabel('We have talked about it'));
    const send = drawer.getByRole('button', { name: 'Send' });
    expect(await axeOn(page)).toEqual([]);
    // A thumb that trembles.
    await thumb.tap(send);
    await send.click({ force: true, timeout: 500 }).catch(() => undefined);
    await page.getByText('Noted. Thank you.').first().waitFor();
    expect(thumb.times()).toBeLessThanOrEqual(25);

    for (const loop of loops) expect(await observedOf(loop)).toBe(1);
    expect(await page.evaluate('document.activeElement.textContent')).toContain('Noted. Thank you.');
    await lanes.lookAll();
    for (const loop of loops)
      expect((await api.get(`/enrolments/${loop}`)).body).toMatchObject({ observations: 1 });
    expect(
      await page.evaluate('Object.keys(localStorage).filter((key) => key.startsWith("draft")).length'),
    ).toBe(0);
    expect(complaints).toEqual([]);
  });

  it('finds what was begun again after a reload', async () => {
    const page = await onPhone();
    const begun = await openReport(page);
    await begun.getByRole('radio', { name: 'Occasion, not done' }).first().tap();
    await begun.getByLabel('What did you see or hear?').first().fill('Began with the data.');
    await page.reload();
    await page.getByText('What you began to write is kept on this device.').first().waitFor();
    const drawer = await openReport(page);
    expect(await drawer.getByLabel('What did you see or hear?').first().inputValue()).toBe(
      'Began with the data.',
    );
    expect(await drawer.getByRole('radio', { name: 'Occasion, not done' }).first().isChecked()).toBe(true);
  });

  it('is told what cannot be read where it stands, and keeps what was typed', async () => {
    const page = await onPhone({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await page.getByRole('button', { name: 'Plan a visit' }).first().waitFor();
    expect(await axeOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Plan a visit' }).first().tap();
    const drawer = page.getByRole('dialog', { name: 'Plan a visit' });
    await drawer.getByLabel(/^Where\?/).fill('Clinic B');
    await drawer.getByRole('button', { name: 'Send' }).tap();
    await drawer.getByText('This is needed.').waitFor();
    await drawer.locator('[data-loading]').waitFor({ state: 'detached' });
    expect(await axeOn(page)).toEqual([]);
    expect(await drawer.getByLabel(/^Where\?/).inputValue()).toBe('Clinic B');
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Plan a visit');
  });

  it('comes from a mail to the enrolment, and finds open there what the mail offered', async () => {
    const page = await onPhone({ to: `/enrolments/${loops[0]}?do=noOpportunity` });
    await page.getByRole('heading', { name: 'What you can do now' }).waitFor();
    const drawer = page.getByRole('dialog');
    await drawer.getByLabel(/^Until which day/).fill('2026-03-18');
    await drawer.getByRole('button', { name: 'Send' }).tap();
    await page.getByText('Noted. Nobody is asked about this until Wed 18 March.').waitFor();
    expect(await kindsOf(loops[0]!)).toContain('noOpportunity');
  });
});

describe('a rep', () => {
  it('for whom nothing waits is told so', async () => {
    const page = await windowOf(browser, api, team.rep);
    await page.getByText('Nothing waits for you').waitFor();
  });
});
