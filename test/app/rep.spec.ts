import type { Browser, Page } from 'playwright-core';
import { as, signedIn, type TestApi } from '../support/api.js';
import { axeOn } from '../support/axe.js';
import { complaintsOf, DESKTOP, PHONE, startApp, startChromium, windowOf } from '../support/chromium.js';
import { aTeam, logOf, lookAt, openLoop, type Team } from '../support/coaching.js';

const EVIDENCE = 'Asked what the ward worries about before opening the folder.';
const SUGGESTION = 'Wait for the answer.';
const ACTION = 'If they name a price, then I ask first.';

let browser: Browser;
let api: TestApi;
let team: Team;
let loop: string;
beforeAll(async () => {
  browser = await startChromium();
});
beforeEach(async () => {
  api = await startApp();
  team = await aTeam(api);
  loop = await openLoop(api, team);
  await lookAt(api, loop);
});
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
  await api.close();
});
afterAll(() => browser?.close());

/** The manager writes down what they saw, after the two have talked. */
async function isSeen(level: number): Promise<void> {
  api.clock.time += 60_000;
  const reply = await (
    await signedIn(api, team.manager)
  ).post(`/enrolments/${loop}/observations`, {
    ratings: { asksFirst: level, closes: 'noOccasion' },
    evidence: EVIDENCE,
    suggestion: SUGGESTION,
    action: { text: ACTION },
    talked: true,
  });
  expect(reply.status).toBe(201);
  await lookAt(api, loop);
}

const onPhone = (person: string, options: { to?: string; colorScheme?: 'dark' } = {}): Promise<Page> =>
  windowOf(browser, api, person, { viewport: PHONE, hasTouch: true, reducedMotion: 'reduce', ...options });

const kinds = async (): Promise<string[]> => (await logOf(api, loop)).map(({ kind }) => kind);

describe('a rep on a phone', () => {
  it('reads what was seen, sees it differently with a reason, and the record of the manager says so', async () => {
    await isSeen(2);
    const page = await onPhone(team.rep);
    const complaints = complaintsOf(page.context());
    await page.getByText(`Seen: “${EVIDENCE}”`).waitFor();
    await page.getByText(`One to try: “${SUGGESTION}”`).first().waitFor();
    await page.getByText(/^Agreed: “If they name a price, then I ask first.” · until Mon 16 Mar$/).waitFor();
    expect(await axeOn(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE.width);

    await page.getByRole('button', { name: 'I see it differently' }).tap();
    const drawer = page.getByRole('dialog', { name: 'I see it differently' });
    await drawer.getByRole('radio', { name: 'It did not happen' }).tap();
    await drawer.getByLabel('In a sentence, if you like').fill('The ward had called it off.');
    await drawer.getByRole('button', { name: 'Send' }).tap();
    await page.getByText('Noted. Thank you.').waitFor();
    expect((await logOf(api, loop)).at(-1)).toMatchObject({
      kind: 'disputed',
      actorId: team.rep,
      data: { reason: 'didNotHappen' },
      note: 'The ward had called it off.',
    });
    await lookAt(api, loop);
    await page.getByText('You said: I see it differently.').waitFor();
    const record = await windowOf(browser, api, team.manager, { to: `/enrolments/${loop}` });
    await record.getByText('The rep sees this differently.').waitFor();
    await record.getByText('The ward had called it off.', { exact: true }).waitFor();
    expect((await api.get<{ open: { kind: string }[] }>(`/enrolments/${loop}`)).body.open).toContainEqual(
      expect.objectContaining({ kind: 'regroup' }),
    );

    const { observationId } = (await logOf(api, loop)).findLast(({ kind }) => kind === 'disputed')!.data as {
      observationId: string;
    };
    await as(api, team.manager).made(`/enrolments/${loop}/regroup`, {
      observation: observationId,
      outcome: 'upheld',
    });
    await lookAt(api, loop);
    await record.getByText('The rep saw this differently. It is settled.').waitFor();
    await page.getByText('You saw it differently. The two of you have settled it.').waitFor();
    expect(complaints).toEqual([]);
  });

  it('says where they see themselves, and neither side sees the other’s word before both are in', async () => {
    const page = await onPhone(team.rep);
    const say = page.getByRole('button', { name: 'Say where I see myself' });
    await say.tap();
    const drawer = page.getByRole('dialog', { name: 'Where I see myself' });
    await drawer.getByRole('radio', { name: 'Proficient' }).tap();
    await drawer.getByLabel('In a sentence, if you like').fill('It comes by itself now.');
    expect(await axeOn(page)).toEqual([]);
    // In a car park, what is written waits for the line, and is sent once.
    await page.context().setOffline(true);
    await drawer.getByRole('button', { name: 'Send' }).tap();
    const kept = page.getByRole('region', { name: 'Kept on this device' });
    await kept.getByText('Waits for the line').waitFor();
    await page.context().setOffline(false);
    await kept.getByText(/^Sent: Where I see myself · Ana/).waitFor();
    await page.getByText('Only you see this until your coach has rated, too.').waitFor();
    expect((await kinds()).filter((kind) => kind === 'selfAssessed')).toHaveLength(1);
    expect(await page.evaluate('Object.keys(localStorage).filter((key) => key.startsWith("draft"))')).toEqual(
      [],
    );

    const record = await windowOf(browser, api, team.manager, { to: `/enrolments/${loop}` });
    const both = record.locator('dl').filter({ hasText: 'Hidden until both are in' });
    await both.waitFor();
    expect(await record.getByText('It comes by itself now.').count()).toBe(0);

    await isSeen(3);
    await page.reload();
    const pair = page.locator('dl').filter({ hasText: /^You/ });
    await pair.getByText('Leading', { exact: true }).first().waitFor();
    expect(await pair.innerText()).toMatch(
      /Proficient[\s\S]*Leading[\s\S]*Closes with a next step: No occasion arose/,
    );
    await record.reload();
    // On top, and where it stands in what happened.
    await record.getByText('It comes by itself now.').first().waitFor();
    expect(await axeOn(record)).toEqual([]);
  });

  it('is ready to be seen by one switch, and not any more by the same', async () => {
    const page = await onPhone(team.rep);
    const ready = page.getByRole('switch', { name: 'Ready to be seen' });
    await ready.tap();
    await page.getByText(/^Said on Monday/).waitFor();
    await page.locator('[aria-busy="false"][role="switch"]').waitFor();
    expect((await kinds()).at(-1)).toBe('ready');
    await lookAt(api, loop);
    await ready.tap();
    await page.getByText('Your coach sees it, and it leads their next message about you.').waitFor();
    expect((await kinds()).at(-1)).toBe('corrected');
    await lookAt(api, loop);
    expect((await api.get(`/enrolments/${loop}`)).body).toMatchObject({ readyAt: null, ready: null });
  });

  it('sees who may read the record, and who has', async () => {
    await (await signedIn(api, team.secondLine)).get(`/enrolments/${loop}`);
    await api.get(`/enrolments/${loop}/log`);
    const page = await onPhone(team.rep, { colorScheme: 'dark' });
    await page.getByRole('link', { name: 'Who can read this' }).tap();
    await page.getByRole('heading', { level: 1, name: 'Who reads my record' }).waitFor();
    await page.getByText(/^Your manager: Lena/).waitFor();
    await page.getByText(/^Leads your manager: Karin/).waitFor();
    const have = page.getByRole('region', { name: 'Who has read it' });
    await have.getByText(/^The system “.+” read the log of what happened$/).waitFor();
    expect(await have.getByText(/^Lena/).count()).toBe(0);
    expect(await axeOn(page)).toEqual([]);
  });
});

describe('a rep at a desk', () => {
  it('finds the words of both themes readable', async () => {
    await isSeen(2);
    const page = await windowOf(browser, api, team.rep, { viewport: DESKTOP, colorScheme: 'dark' });
    await page.getByText(`Seen: “${EVIDENCE}”`).waitFor();
    await page.getByRole('switch').waitFor();
    expect(await axeOn(page)).toEqual([]);
  });
});
