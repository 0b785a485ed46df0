import type { Browser, Page } from 'playwright-core';
import { as, type TestApi } from '../support/api.js';
import { axeOn, coloursOn } from '../support/axe.js';
import {
  complaintsOf,
  DESKTOP,
  PHONE,
  signInBeside,
  startApp,
  startChromium,
  windowOf,
} from '../support/chromium.js';
import { aTeam, lookAt, openLoop, type Team } from '../support/coaching.js';
import { addPerson } from '../support/organisation.js';

let browser: Browser;
let api: TestApi;
let team: Team;
let loop: string;
let cadence: string;
beforeAll(async () => {
  [browser, api] = await Promise.all([startChromium(), startApp()]);
  team = await aTeam(api);
  loop = await openLoop(api, team);
  await lookAt(api, loop);
  const { items } = (await api.get<{ items: { id: string }[] }>('/cadences')).body;
  cadence = items[0]!.id;
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  await browser?.close();
  await api?.close();
});

const settled = async (page: Page): Promise<void> => {
  await page.locator('h1, h2').first().waitFor();
  await page.locator('[aria-busy]').first().waitFor({ state: 'detached' });
};

describe('every screen', () => {
  const routes = () => [
    '/',
    '/team',
    '/enrolments',
    `/enrolments/${loop}`,
    '/adoption',
    '/adoption/rules',
    '/training',
    '/programs',
    `/cadences/${cadence}`,
    '/message-texts',
    '/today',
    '/readers',
    '/settings/notifications',
    '/nowhere',
  ];

  it.each([
    ['desktop', DESKTOP],
    ['phone', PHONE],
  ] as const)('can be used by everybody: axe finds nothing, light and dark on a %s', async (_, viewport) => {
    const page = await windowOf(browser, api, team.manager, { viewport, reducedMotion: 'reduce' });
    const complaints = complaintsOf(page.context());
    const found: string[] = [];
    const look = async (what: string): Promise<void> => {
      for (const [colorScheme, looked] of [
        ['light', axeOn],
        ['dark', coloursOn],
      ] as const) {
        await page.emulateMedia({ colorScheme });
        await page.locator(`[data-mantine-color-scheme=${colorScheme}]`).waitFor();
        found.push(...(await looked(page)).map((complaint) => `${what}, ${colorScheme}: ${complaint}`));
      }
    };
    for (const route of routes()) {
      await page.goto(route);
      await settled(page);
      for (const filters of await page.getByRole('button', { name: 'Filters' }).all()) await filters.click();
      for (const why of await page.getByText('Why', { exact: true }).all()) await why.click();
      await look(route);
    }
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByText('Look through other eyes').waitFor();
    await look('account');
    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it('fits a window of 320 pixels, as one of 1280 is at 400%, also with long names and names from right to left', async () => {
    const name = 'Wolfeschlegelsteinhausenbergerdorffvoralternwarengewissenhaft عبد الرحمن بن محمد';
    await api.ask('PATCH', `/people/${team.rep}`, { body: { name } });
    const page = await windowOf(browser, api, team.manager, { viewport: { width: 320, height: 640 } });
    for (const route of routes()) {
      await page.goto(route);
      await settled(page);
      const width = await page.evaluate('document.documentElement.scrollWidth');
      expect({ route, width }).toEqual({ route, width: 320 });
    }
  });

  it('is reached by keyboard: past the navigation with one key, each change of screen said', async () => {
    const page = await windowOf(browser, api, team.manager, { to: '/enrolments' });
    await settled(page);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.type')).toBe('search');
    await page.getByRole('link', { name: 'Team' }).press('Enter');
    await page.waitForURL('**/team');
    await page.locator('#main:focus').waitFor();
  });

  it('keeps keys out of the menu that a phone does not show', async () => {
    const page = await windowOf(browser, api, team.manager, { to: '/enrolments', viewport: PHONE });
    await settled(page);
    const toTeam = page.getByRole('link', { name: 'Team' });
    expect(await toTeam.count()).toBe(0);
    await page.getByRole('button', { name: 'Menu' }).click();
    await toTeam.click();
    await page.waitForURL('**/team');
  });
});

describe('whoever is signed in', () => {
  it('and was signed out meanwhile keeps what is shown, signs in beside it and goes on', async () => {
    const page = await windowOf(browser, api, team.manager, { to: '/settings/notifications' });
    await page.getByLabel('Message of the day at').fill('07:15');
    await api.dataSource.query('DELETE FROM session WHERE person_id = $1', [team.manager]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog', { name: 'You are signed out' }).waitFor();

    const [beside] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('link', { name: 'Sign in' }).click(),
    ]);
    await beside.locator(`form[action$="/${team.manager}"] button`).click();
    await beside.getByText('Close this tab and go on').waitFor();
    await beside.close();
    await page.bringToFront();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await page.getByLabel('Message of the day at').inputValue()).toBe('07:15');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
  });

  it('and signed in as somebody else beside this page sees theirs alone as soon as they look here again', async () => {
    const page = await windowOf(browser, api, team.manager);
    await signInBeside(page, api, team.rep);
    await page.evaluate(`for (const value of ['hidden', 'visible']) {
      Object.defineProperty(document, 'visibilityState', { value, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }`);
    await page.getByRole('button', { name: /^Account of (Ana|عبد|Wolfe)/ }).waitFor();
  });

  it('and signs out leaves nothing to be seen on the way back', async () => {
    const keeping = await startChromium({ ignoreDefaultArgs: ['--disable-back-forward-cache'] });
    try {
      const page = await windowOf(keeping, api, team.manager, { to: '/enrolments' });
      await page.getByRole('button', { name: /^Account of Lena/ }).click();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.waitForURL('**/sign-in');
      await page.evaluate('history.back()');
      await page.waitForURL('**/sign-in?to=**');
      expect(await page.getByRole('button', { name: /^Account of/ }).count()).toBe(0);
    } finally {
      await keeping.close();
    }
  });

  it('chooses when and in which language to be written to; the app speaks it too', async () => {
    const page = await windowOf(browser, api, team.manager, { to: `/enrolments/${loop}` });
    await page
      .getByText(/was trained/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('link', { name: 'Notifications' }).click();
    await page.getByLabel('Language of messages').selectOption('Deutsch');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'Benachrichtigungen' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('de');
    expect((await api.get(`/people/${team.manager}`)).body).toMatchObject({ language: 'de' });
    // Also what was read in the other language a moment ago.
    await page.goBack();
    await page
      .getByText(/wurde geschult|was trained/)
      .first()
      .waitFor();
    expect(await page.getByText(/was trained/).count()).toBe(0);
    await page.goForward();
    await page.getByLabel('Sprache der Nachrichten').selectOption('English');
    await page.getByRole('button', { name: 'Speichern' }).click();
    await page.getByRole('heading', { name: 'Notifications' }).waitFor();
  });

  it('chooses which messages that nobody waits for they get, of those that there are for them', async () => {
    const page = await windowOf(browser, api, team.owner, { to: '/settings/notifications' });
    const choices = page.getByRole('group', { name: 'What you can do without' });
    await choices.getByLabel('The week in figures').waitFor();
    await Promise.all([
      page.waitForResponse('**/me/subscriptions'),
      choices.getByLabel('Alerts about figures').click(),
    ]);
    await choices.getByLabel('Alerts about figures').and(page.locator(':not(:checked)')).waitFor();
    const { body } = await as(api, team.owner).get('/me/subscriptions');
    expect(body).toEqual({ pulse: true, counts: true, alert: false, digest: true });
    expect(await choices.getByLabel('The monthly question').count()).toBe(0);
    expect(await axeOn(page)).toEqual([]);
  });

  it('and changed it elsewhere meanwhile is shown both, and chooses; also where they signed in anew there', async () => {
    const [ida] = [
      await addPerson(api, { name: 'Ida', role: 'manager' }),
      await addPerson(api, { name: 'Ben', role: 'manager' }),
    ];
    const page = await windowOf(browser, api, team.manager, { to: '/settings/notifications' });
    const slot = page.getByLabel('Message of the day at');
    await slot.fill('06:45');
    const elsewhere = await page.context().newPage();
    await signInBeside(elsewhere, api, team.manager);
    await elsewhere.goto('/settings/notifications');
    await elsewhere.getByLabel('Message of the day at').fill('10:15');
    await elsewhere.getByLabel('By', { exact: true }).selectOption('Mail first');
    await elsewhere.getByRole('button', { name: 'Save' }).click();
    await elsewhere.getByText('Saved.').waitFor();
    await page.bringToFront();
    await page.getByRole('button', { name: 'Save' }).click();
    const choice = page.getByRole('alert');
    await choice.getByText('This has changed since you began').waitFor();
    expect(await choice.innerText()).toMatch(
      /Then: .* · By As the cadence says\s+Now: Message of the day at 10:15 · By Mail first\s+Yours: Message of the day at 06:45\s/,
    );
    expect(await axeOn(page)).toEqual([]);
    await choice.getByRole('button', { name: 'Save mine' }).click();
    await page.getByText('Saved.').waitFor();
    const { body } = await api.get(`/people/${team.manager}`);
    expect(body).toMatchObject({ slot: '06:45', preferredChannel: 'email' });

    await Promise.all([
      page.waitForResponse('**/delegate'),
      page.getByLabel('Who stands in for you').selectOption(ida!),
    ]);
    // Beside what was saved above.
    await page.getByText('Saved.').nth(1).waitFor();
    await elsewhere.getByLabel('Who stands in for you').selectOption('Ben');
    const meanwhile = elsewhere.getByRole('alert');
    expect(await meanwhile.innerText()).toMatch(/Then: Nobody\s+Now: .+\s+Yours: Ben/);
    await meanwhile.getByRole('button', { name: 'Leave it as it is now' }).click();
    expect((await api.get(`/people/${team.manager}`)).body).toMatchObject({ delegateId: ida });
    // Nobody they lead: what is written of reps is not for each other.
    expect(await page.locator(`option[value='${team.rep}']`).count()).toBe(0);
  });

  it('enters days away, hears which visits are planned then, and takes them back', async () => {
    const visit = { rep: team.rep, at: '2026-08-05T10:00:00+02:00', observers: [team.manager] };
    await api.made('/joint-visits', visit);
    const page = await windowOf(browser, api, team.rep, { to: '/settings/notifications' });
    await page.getByLabel('First day').fill('2026-08-03');
    await page.getByLabel('Last day').fill('2026-08-14');
    const planned = page.getByText('A joint visit is planned then: 5 Aug 2026. It stays planned until');
    await planned.waitFor();
    await page.getByRole('button', { name: 'Add' }).click();
    const away = page.getByRole('listitem').filter({ hasText: '3 Aug 2026 – 14 Aug 2026' });
    await away.filter({ has: planned }).waitFor();
    await page.getByRole('button', { name: 'Cancel the days away from 3 Aug 2026 on' }).click();
    await page.getByText('No day away is entered.').waitFor();
  });

  it('looks through other eyes with one click, where this is the demo', async () => {
    const page = await windowOf(browser, api, team.manager);
    await page.getByRole('button', { name: /^Account of Lena/ }).click();
    await page.getByRole('button', { name: /^Ana|^عبد|^Wolfe/ }).click();
    await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
    await page.getByRole('button', { name: /^Account of (Ana|عبد|Wolfe)/ }).waitFor();
  });

  it('sees figures alone begins with them, and finds nothing of a person', async () => {
    const personId = await addPerson(api, { name: 'Leah' });
    await api.made('/role-grants', { personId, role: 'leadership', reason: 'sees figures' });
    const page = await windowOf(browser, api, personId, { to: '/' });
    await page.getByRole('heading', { level: 1, name: 'Adoption' }).waitFor();
    await page.goto('/team');
    await page.getByText('This is not for you to see').waitFor();
    await page.goto(`/enrolments/${loop}`);
    await page.getByText(/There is nothing here|This is not for you to see/).waitFor();
  });

  it('and loses the line sees what was there, is told of what is not, and goes on by itself once it is back', async () => {
    const page = await windowOf(browser, api, team.manager, { to: '/settings/notifications' });
    // Screens are fetched ahead, so that they are there when the line is not.
    await Promise.all([page.waitForResponse(/\/team-[^/]*\.js/), page.goto('/enrolments')]);
    await page.getByRole('link', { name: /^(Ana|عبد|Wolfe)/ }).waitFor();
    await page.context().setOffline(true);
    await page.getByRole('link', { name: 'Team' }).click();
    await page.getByText('Nobody answers').waitFor();
    await page.context().setOffline(false);
    await page.getByText('1 rep · 1 capability').waitFor();
  });
});
