import type { Browser } from 'playwright-core';
import type { TestApi } from '../support/api.js';
import { complaintsOf, PHONE, startApp, startChromium, windowOf } from '../support/chromium.js';
import { aTeam, lookAt, openLoop, type Team } from '../support/coaching.js';
import { aCadence } from '../support/organisation.js';

const LADDER = [
  { at: '-P3D', to: 'manager', via: ['email'] },
  { at: 'P4D', to: 'secondLine', via: ['email'], stall: true },
];

let browser: Browser;
let api: TestApi;
let team: Team;
let loop: string;
beforeAll(async () => {
  [browser, api] = await Promise.all([startChromium(), startApp()]);
  team = await aTeam(api, { ...aCadence, ladders: { ...aCadence.ladders, observe: LADDER } });
  loop = await openLoop(api, team);
  // Due on Monday 16 March; the first message stands ready three working days before.
  for (const at of ['2026-03-02T08:00:00Z', '2026-03-11T07:00:00Z', '2026-03-11T07:30:00Z']) {
    api.clock.time = Date.parse(at);
    await lookAt(api, loop);
  }
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  await browser?.close();
  await api?.close();
});

describe('a manager', () => {
  it('goes to the team, opens a rep, and reads what comes and why', async () => {
    const page = await windowOf(browser, api, team.manager);
    const complaints = complaintsOf(page.context());
    await page.getByRole('link', { name: 'Team' }).click();
    await page.waitForURL('**/team');
    await page.getByText('1 rep · 1 capability').waitFor();
    await page.getByRole('link', { name: 'To observe' }).click();

    await page.waitForURL(`**/enrolments/${loop}`);
    await page.getByRole('heading', { level: 1, name: /^Ana \d+ · Objection handling$/ }).waitFor();
    await page.getByText(/^Ana \d+ was trained/).waitFor();
    const entries = page.getByRole('list').filter({ hasText: 'Now' }).getByRole('listitem');
    const texts = await entries.allInnerTexts();
    const now = texts.findIndex((text) => text.startsWith('Now'));
    const [ahead, past] = [texts.slice(0, now).join(), texts.slice(now).join()];
    expect(ahead).toMatch(
      /Mon 16 Mar, 18:00\s+By then: an observation\.\s+A visit with .+ ends this\. Days away/,
    );
    expect(past).toMatch(/Lena \d+ gets a message about an observation\./);
    expect(texts.at(-1)).toMatch(/Ana \d+ was trained/);

    await page.getByText('Why', { exact: true }).click();
    await page.getByText('3 days before the due date').waitFor();
    await page
      .getByText(/^Launch wave \d+, version 1$/)
      .last()
      .waitFor();
    await page.getByText('calendar 1, Europe/Berlin').waitFor();
    expect(complaints).toEqual([]);
  });

  it('comes from a message to where it led, by way of the sign-in', async () => {
    const page = await windowOf(browser, api, team.manager, { to: `/enrolments/${loop}?do=planVisit` });
    expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(
      `/enrolments/${loop}?do=planVisit`,
    );
    expect(await page.title()).toMatch(/^Ana \d+ · Objection handling · Followthrough$/);
  });

  it('narrows the list by what stands in the address, and can send that address on', async () => {
    const page = await windowOf(browser, api, team.manager, { to: '/enrolments' });
    await page.getByRole('button', { name: 'Filters' }).click();
    await page.getByLabel('Why it stalls').selectOption('No visit is planned');
    await page.waitForURL('**/enrolments?stallReason=noVisitPlanned');
    await page.getByText('No enrolment', { exact: true }).waitFor();
    await page.goto('/enrolments?q=ana&phase=observe');
    await page.getByRole('link', { name: /^Ana/ }).waitFor();
    await page.getByRole('button', { name: 'Filters (1)' }).waitFor();
  });

  it('sees what others do without asking again', async () => {
    const page = await windowOf(browser, api, team.manager, { to: `/enrolments/${loop}` });
    await page.getByText(/^Ana \d+ was trained/).waitFor();
    await api.post(`/enrolments/${loop}/ready`);
    await page.getByText(/^Ana \d+ is ready to be seen\./).waitFor();
  });

  it('works on a phone: the menu is a button, nothing stands out at the side', async () => {
    const page = await windowOf(browser, api, team.manager, { viewport: PHONE, hasTouch: true });
    await page.getByRole('button', { name: 'Open the menu' }).click();
    await page.getByRole('link', { name: 'Enrolments' }).click();
    await page.getByRole('link', { name: /^Ana/ }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE.width);
  });

  it('who no longer leads the rep sees no more than what happened in their time', async () => {
    const other = await aTeam(api);
    await openLoop(api, other);
    const page = await windowOf(browser, api, other.manager, { to: '/enrolments' });
    await page.getByRole('link', { name: /^Ana/ }).click();
    await page.getByRole('heading', { level: 1, name: /^Ana/ }).waitFor();
    await api.made(`/people/${other.rep}/reporting-lines`, { managerId: team.manager });
    await page.reload();
    await page.getByText('Not all of it is for your eyes').waitFor();
    expect(await page.getByText('Next:').count()).toBe(0);
  });
});
