import type { Browser, Page } from 'playwright-core';
import { localeOf } from '../../src/channels/wording/locale.js';
import type { TestApi } from '../support/api.js';
import { axeOn } from '../support/axe.js';
import { PHONE, startApp, startChromium, windowOf } from '../support/chromium.js';
import { agree, aTeam, lookAt, openLoop, type Team } from '../support/coaching.js';
import { aCadence } from '../support/organisation.js';

const LADDER = [
  { at: '-P3D', to: 'manager', via: ['slack'] },
  { at: 'P4D', to: 'secondLine', via: ['email'], stall: true },
];
const CADENCE = { ...aCadence, ladders: { ...aCadence.ladders, observe: LADDER } };
const { words } = localeOf('de');

let browser: Browser;
let api: TestApi;
let team: Team;
let loop: string;
beforeAll(async () => {
  [browser, api] = await Promise.all([startChromium(), startApp()]);
  await agree(api);
  team = await aTeam(api, CADENCE);
  await api.ask('PATCH', `/people/${team.manager}`, { body: { language: 'de' } });
  loop = await openLoop(api, team);
  for (const at of ['2026-03-02T08:00:00Z', '2026-03-11T07:30:00Z', '2026-03-11T08:00:00Z']) {
    api.clock.time = Date.parse(at);
    await lookAt(api, loop);
  }
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  await browser?.close();
  await api?.close();
});

const open = (search = ''): Promise<Page> =>
  windowOf(browser, api, team.manager, {
    to: `/enrolments/${loop}${search}`,
    viewport: PHONE,
    locale: 'de-DE',
  });

describe('the page of an enrolment, for a manager who reads German', () => {
  it('says in German what was, what comes if nobody reacts, what would change it, and why', async () => {
    const page = await open();
    const entries = page.getByRole('list').filter({ hasText: 'Jetzt' }).getByRole('listitem');
    await page.getByText(/^Ana \d+ wurde geschult/).waitFor();
    const texts = await entries.allInnerTexts();
    const now = texts.findIndex((text) => text.startsWith('Jetzt'));
    const [ahead, past] = [texts.slice(0, now).join('\n'), texts.slice(now).join('\n')];
    expect(ahead).toContain('Bis dahin: eine Beobachtung.');
    expect(ahead).toMatch(
      /Geschieht bis dahin nichts, bekommt Karin \d+ eine Nachricht über eine Beobachtung\./,
    );
    expect(ahead).toContain('Abwesenheit und Feiertage verschieben es.');
    expect(past).toMatch(/Lena \d+ bekommt eine Nachricht über eine Beobachtung\./);
    await page.getByText('Warum', { exact: true }).click();
    await page.getByText('als Führungskraft').waitFor();
    await page.getByText('3 Tage vor der Fälligkeit').waitFor();
    expect(await axeOn(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE.width);
  });

  it('shows what happened while nobody looked at it, as soon as somebody does again', async () => {
    const [page, elsewhere] = [await open(), await open()];
    for (const one of [page, elsewhere]) await one.getByText(/^Ana \d+ wurde geschult/).waitFor();
    const happened = (where: Page): Promise<void> =>
      where.getByText(/ist bereit für einen gemeinsamen Besuch\.$/).waitFor();
    const looked = (state: 'hidden' | 'visible'): Promise<void> =>
      page.evaluate(`Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));`);
    await looked('hidden');
    expect((await api.post(`/enrolments/${loop}/ready`)).status).toBeLessThan(300);
    await happened(elsewhere);
    await looked('visible');
    await happened(page);
  });

  it('refuses in German what does not go any more', async () => {
    const page = await open('?do=noOpportunity');
    const drawer = page.getByRole('dialog', { name: words.actions.noOpportunity });
    await drawer.getByLabel(words.acts.fields.until).fill('2026-03-20');
    await api.made(`/enrolments/${loop}/withdraw`, { reason: 'A change of territory.' });
    await drawer.getByRole('button', { name: words.acts.send }).click();
    await drawer.getByText(words.refusals.ended).waitFor();
  });
});
