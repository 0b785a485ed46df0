import type { Browser, Locator, Page } from 'playwright-core';
import type { TestApi } from '../support/api.js';
import { axeOn } from '../support/axe.js';
import { PHONE, signInBeside, startApp, startChromium, windowAs } from '../support/chromium.js';
import { agree, logOf } from '../support/coaching.js';
import { startLanes, type Lanes } from '../support/lanes.js';
import { toldTeams, type ToldTeam } from '../support/told-teams.js';

let browser: Browser;
let api: TestApi;
let lanes: Lanes;
/** One a story, each with its own manager. */
let teams: ToldTeam[];
let team: ToldTeam;
beforeAll(async () => {
  [browser, api] = await Promise.all([startChromium(), startApp()]);
  await agree(api);
  lanes = await startLanes(api);
  teams = await toldTeams(api, lanes, 17);
});
beforeEach(() => void (team = teams.pop()!));
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  await browser?.close();
  await lanes?.end();
  await api?.close();
});

const timesSeen = async (): Promise<number> =>
  (await logOf(api, team.loop)).filter(({ kind }) => kind === 'observed').length;
const draftsOn = (page: Page): Promise<number> =>
  page.evaluate('Object.keys(localStorage).filter((key) => key.startsWith("draft")).length');

/** On the phone of the manager, who writes what they saw. */
async function writing(page: Page): Promise<Locator> {
  await page
    .getByRole('button', { name: /^Something else: / })
    .first()
    .tap();
  await page.getByRole('menuitem', { name: 'I saw it already' }).tap();
  const drawer = page.getByRole('dialog', { name: 'I saw it already' });
  await drawer.getByRole('radio', { name: 'Proficient' }).first().tap();
  await drawer.getByLabel('What did you see or hear?').fill('Asked what matters most.');
  await drawer.getByLabel('What should they try next?').fill('Wait for the answer.');
  return drawer;
}
const onPhone = (options: Parameters<typeof windowAs>[3] = {}): Promise<Page> =>
  windowAs(browser, api, team.manager, { viewport: PHONE, hasTouch: true, ...options });
const send = (drawer: Locator): Promise<void> => drawer.getByRole('button', { name: 'Send' }).tap();
const WAITS = 'Waits for the line, and is sent by itself once it is back.';
const SENT = /^Sent: I saw it already/;

describe('without a line', () => {
  it('the app opens with what was begun, takes it, and sends it by itself and once when the line is back', async () => {
    const page = await onPhone({ serviceWorkers: 'allow' });
    const drawer = await writing(page);
    await drawer.getByRole('button', { name: 'Close' }).tap();
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');
    await page.context().setOffline(true);
    await page.reload();
    const kept = page.getByRole('region', { name: 'Kept on this device' });
    await kept.getByRole('button', { name: 'Go on writing' }).tap();
    expect(await drawer.getByLabel('What did you see or hear?').inputValue()).toBe(
      'Asked what matters most.',
    );
    expect(await axeOn(page)).toEqual([]);
    await send(drawer);
    await kept.getByText(WAITS).waitFor();
    expect(await timesSeen()).toBe(0);
    await page.context().setOffline(false);
    await kept.getByText(SENT).waitFor();
    expect(await timesSeen()).toBe(1);
    expect(await draftsOn(page)).toBe(0);
    // Nothing that is about somebody was kept beside the app itself.
    const urls = (await page.evaluate(
      `caches.keys().then((names) => Promise.all(names.map((name) => caches.open(name).then((cache) => cache.keys()))))
        .then((all) => all.flat().map(({ url }) => new URL(url).pathname))`,
    )) as string[];
    expect(urls).toContain('/');
    expect(urls.filter((url) => !/^\/($|assets\/|icon\.svg|manifest\.webmanifest)/.test(url))).toEqual([]);

    // Whose session would be over by now is nobody who is known here.
    await page.context().setOffline(true);
    await page.evaluate(
      `localStorage.setItem('session', JSON.stringify({ ...JSON.parse(localStorage.getItem('session')), until: Date.now() - 1 }))`,
    );
    await page.reload();
    await page.getByText('Nobody answers.', { exact: false }).waitFor();
  });

  it('what waits and is written on while it is sent is not overwritten by what was sent', async () => {
    const page = await onPhone();
    const drawer = await writing(page);
    await page.context().setOffline(true);
    await send(drawer);
    await page.getByRole('region', { name: 'Kept on this device' }).getByText(WAITS).waitFor();
    let [answer, come] = [(): void => undefined, (): void => undefined];
    const mayAnswer = new Promise<void>((resolve) => (answer = resolve));
    const asked = new Promise<void>((resolve) => (come = resolve));
    // Holds also what is tried before there is a line again: a request that is awaited only then may not come.
    await page.route('**/api/v1/acts', async (route) => {
      come();
      await mayAnswer;
      await route.continue();
    });
    await page.context().setOffline(false);
    await asked;
    await page.evaluate(`{
      const [place, text] = Object.entries(localStorage).find(([key]) => key.startsWith('draft'));
      localStorage.setItem(place, text.replace('Wait for the answer.', 'Wait longer.'));
    }`);
    answer();
    await page.getByText(SENT).waitFor();
    expect(await timesSeen()).toBe(1);
    expect(
      await page.evaluate(`Object.values(localStorage).some((text) => text.includes('Wait longer.'))`),
    ).toBe(true);
  });

  it('whose answer alone was lost nothing is done twice, and what was written is not lost', async () => {
    const page = await onPhone();
    const drawer = await writing(page);
    let lost = 0;
    await page.route('**/api/v1/acts', async (route) => {
      if (lost++ > 0) return route.continue();
      await route.fetch();
      return route.abort('connectionreset');
    });
    await send(drawer);
    await page.getByText(SENT).waitFor();
    expect(await timesSeen()).toBe(1);
    expect(await draftsOn(page)).toBe(0);
  });

  it('whoever signs out leaves nothing of theirs behind, in no tab, and is told so; of others it stays', async () => {
    const page = await onPhone();
    const drawer = await writing(page);
    await drawer.getByRole('button', { name: 'Close' }).tap();
    const beside = await page.context().newPage();
    await beside.goto(`/enrolments/${team.loop}`);
    await beside.getByRole('heading', { name: 'What you can do now' }).waitFor();
    await page.bringToFront();
    await page.evaluate(
      `localStorage.setItem('draft ["somebody else",', JSON.stringify({ at: Date.now() }))`,
    );
    await page.getByRole('button', { name: /^Account of/ }).tap();
    await page.getByText('Signing out deletes one draft that was not sent.').waitFor();
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Sign out' }).tap();
    await page.getByText('There is no line, so you are still signed in.', { exact: false }).waitFor();
    const left = 'Object.keys(localStorage).filter((key) => /^(draft|session)/.test(key))';
    expect(await page.evaluate(left)).toEqual(['draft ["somebody else",']);
    expect(await axeOn(page)).toEqual([]);
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Sign out' }).tap();
    await page.waitForURL('**/sign-in');
    await beside.waitForURL('**/sign-in');
    expect(await page.evaluate(left)).toEqual(['draft ["somebody else",']);
  });

  it('nothing stays on a device for good: a draft of 30 days is gone when anybody opens the app', async () => {
    const page = await onPhone();
    await page.evaluate(
      `localStorage.setItem('draft ["somebody else",', JSON.stringify({ at: Date.now() - 31 * 86_400_000 }))`,
    );
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await draftsOn(page)).toBe(0);
  });
});

describe('on a slow line', () => {
  it('the report can be written before all of it has come, and is sent', async () => {
    const page = await onPhone();
    const line = await page.context().newCDPSession(page);
    // Of a car park: 400 kbit/s, 400 ms.
    const [downloadThroughput, uploadThroughput] = [50_000, 25_000];
    await line.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 400,
      downloadThroughput,
      uploadThroughput,
    });
    const drawer = await writing(page);
    await send(drawer);
    await page.getByText('Noted. Thank you.').waitFor();
    expect(await timesSeen()).toBe(1);
  });

  it('whoever closes the form before it is answered is told all the same, and keeps no draft of what was taken', async () => {
    const page = await onPhone();
    const drawer = await writing(page);
    let answer = (): void => undefined;
    const mayAnswer = new Promise<void>((resolve) => (answer = resolve));
    await page.route('**/api/v1/acts', async (route) => {
      await mayAnswer;
      await route.continue();
    });
    await send(drawer);
    await drawer.getByRole('button', { name: 'Close' }).tap();
    await drawer.waitFor({ state: 'detached' });
    answer();
    await page.getByText('Noted. Thank you.').waitFor();
    expect(await draftsOn(page)).toBe(0);
    expect(await timesSeen()).toBe(1);
  });
});

describe('what changes while somebody writes', () => {
  it('in another tab is seen in this one; what was written here stays to be read, and is not sent a second time', async () => {
    const page = await onPhone();
    const drawer = await writing(page);
    const other = await page.context().newPage();
    await other.goto('/');
    const there = await writing(other);
    await send(there);
    await other.getByText('Noted. Thank you.').waitFor();
    await lanes.lookAll();
    await page.bringToFront();
    await drawer.getByLabel('What did you see or hear?').fill('Something else.');
    await send(drawer);
    await drawer.getByText(/^Done meanwhile · Lena/).waitFor();
    await drawer.getByText('Something else.').waitFor();
    expect(await axeOn(page)).toEqual([]);
    await drawer.getByRole('button', { name: 'Close' }).last().tap();
    await page.getByRole('button', { name: 'Throw it away' }).tap();
    await page.getByText('Nothing waits for you').waitFor();
    expect(await timesSeen()).toBe(1);
    expect(await draftsOn(page)).toBe(0);
  });

  it('by others is shown beside what was begun, to compare and choose', async () => {
    const page = await onPhone();
    const drawer = await writing(page);
    await drawer.getByRole('button', { name: 'Close' }).tap();
    await api.ask('PATCH', `/people/${team.rep}`, { body: { name: 'Ana Maria' } });
    await page.reload();
    await page
      .getByRole('button', { name: /^Something else: / })
      .first()
      .tap();
    await page.getByRole('menuitem', { name: 'I saw it already' }).tap();
    const alert = drawer.getByRole('alert');
    await alert.getByText('This has changed since you began').waitFor();
    expect(await alert.innerText()).toMatch(/Then: Ana \d.*\s+Now: Ana Maria/);
    await alert.getByRole('button', { name: 'Go on with what I wrote' }).tap();
    expect(await drawer.getByLabel('What did you see or hear?').inputValue()).toBe(
      'Asked what matters most.',
    );
    await send(drawer);
    await page.getByText('Noted. Thank you.').waitFor();
  });

  it('the session that ends does not end the form: they sign in beside it, and send', async () => {
    const page = await onPhone();
    const drawer = await writing(page);
    await api.dataSource.query('DELETE FROM session WHERE person_id = $1', [team.manager]);
    await send(drawer);
    const ended = page.getByRole('dialog', { name: 'You are signed out' });
    const [beside] = await Promise.all([
      page.waitForEvent('popup'),
      ended.getByRole('link', { name: 'Sign in' }).tap(),
    ]);
    await beside.getByRole('heading', { level: 1 }).waitFor();
    await signInBeside(beside, api, team.manager);
    await beside.goto('/signed-in');
    await beside.getByText('Close this tab and go on').waitFor();
    await beside.close();
    await page.bringToFront();
    await ended.waitFor({ state: 'detached' });
    expect(await drawer.getByLabel('What did you see or hear?').inputValue()).toBe(
      'Asked what matters most.',
    );
    await send(drawer);
    await page.getByText('Noted. Thank you.').waitFor();
    expect(await timesSeen()).toBe(1);
  });

  it('the session that was replaced in another tab does not refuse what is written under the one before', async () => {
    const page = await onPhone();
    const drawer = await writing(page);
    await signInBeside(page, api, team.manager);
    await send(drawer);
    await page.getByText('Noted. Thank you.').waitFor();
    expect(await timesSeen()).toBe(1);
  });

  it('whoever does not work here any more is led to the way in, and sees nothing more', async () => {
    const page = await onPhone({ to: `/enrolments/${team.loop}` });
    await page.getByRole('heading', { name: 'What you can do now' }).waitFor();
    await api.dataSource.query(`UPDATE person SET active_until = '2026-03-01' WHERE id = $1`, [team.manager]);
    await page.reload();
    await page.waitForURL(`**/sign-in?to=${encodeURIComponent(`/enrolments/${team.loop}`)}`);
    await page.getByRole('heading', { name: 'Whose eyes do you want to look through?' }).waitFor();
  });
});

describe('where the server says for a while that nobody may listen', () => {
  it('the page asks again by itself, and shows what it missed', async () => {
    let asked = 0;
    const page = await onPhone({ to: '/signed-in' });
    await page.route('**/api/v1/events', (route) =>
      asked++ === 0 ? route.fulfill({ status: 503, body: '' }) : route.continue(),
    );
    await page.goto(`/enrolments/${team.loop}`);
    await page
      .getByText(/was trained/)
      .first()
      .waitFor();
    expect((await api.post(`/enrolments/${team.loop}/ready`)).status).toBeLessThan(300);
    await page
      .getByText(/is ready (for|to)/)
      .first()
      .waitFor();
    expect(asked).toBe(2);
  });
});

describe('on a journey', () => {
  it('they are greeted by the time of their own zone, as all other times are', async () => {
    const page = await onPhone({ timezoneId: 'Pacific/Auckland' });
    await page.clock.setFixedTime('2026-03-11T10:00:00+01:00');
    await page.reload();
    await page.getByText(/^Good morning, /).waitFor();
  });
});

describe('cards that come and go', () => {
  /** The one card of the manager, behind so many others; and from then on what is asked for here. */
  const queueOf = async (page: Page) => {
    const reply = await page.context().request.get('/api/v1/queue');
    const queue = (await reply.json()) as { items: { headline: string; enrolments: string[] }[] };
    const [own] = queue.items;
    const other = (n: number) => ({
      ...own,
      headline: `Other ${n}`,
      enrolments: [`00000000-0000-4000-8000-00000000000${n}`],
    });
    let items: object[] = [];
    await page.route('**/api/v1/queue', (route) => route.fulfill({ json: { ...queue, items } }));
    return {
      headline: own!.headline,
      shows: async (others: number, withOwn = true): Promise<void> => {
        items = [...Array.from({ length: others }, (_, n) => other(n)), ...(withOwn ? [own!] : [])];
        const read = page.waitForResponse('**/api/v1/queue');
        await page.evaluate(`new BroadcastChannel('acted').postMessage('acted')`);
        await read;
      },
    };
  };

  it('close no form that somebody writes in: neither what moves up, nor what is new, nor what is gone', async () => {
    const page = await onPhone();
    const { headline, shows } = await queueOf(page);
    await shows(3);
    await page.locator('summary', { hasText: headline }).tap();
    await page.getByRole('button', { name: `Something else: ${headline}` }).tap();
    await page.getByRole('menuitem', { name: 'I saw it already' }).tap();
    const field = page.getByLabel('What did you see or hear?');
    await field.fill('Asked what matters most.');
    for (const [others, withOwn] of [
      [0, true],
      [4, true],
      [5, false],
    ] as const) {
      await shows(others, withOwn);
      if (others > 0) await page.getByText(`Other ${others - 1}`).waitFor({ state: 'attached' });
      else await page.getByText('Other 0').waitFor({ state: 'detached' });
      expect(await field.inputValue()).toBe('Asked what matters most.');
    }
  });

  it('wait anew where they come again after they were done here', async () => {
    const page = await onPhone();
    const { shows } = await queueOf(page);
    await shows(0);
    await send(await writing(page));
    const noted = page.getByText('Noted. Thank you.');
    await noted.waitFor();
    await shows(1, false);
    await page.getByText('Other 0').waitFor();
    expect(await noted.count()).toBe(1);
    await shows(0);
    await page.getByRole('button', { name: /^Something else: / }).waitFor();
    expect(await noted.count()).toBe(0);
  });
});

describe('what is pasted', () => {
  it('is text and nothing else; ten megabytes of it are refused before they are sent, and by the API', async () => {
    const page = await onPhone();
    const drawer = await writing(page);
    const field = drawer.getByLabel('What did you see or hear?');
    const pasted = async (length: number): Promise<void> => {
      await field.focus();
      await page.evaluate(`{
        const clipboardData = new DataTransfer();
        clipboardData.setData('text/plain', 'x'.repeat(${length}));
        const paste = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
        document.activeElement.dispatchEvent(paste);
      }`);
    };
    await pasted(10_000_000);
    await drawer.getByText(/^This text has 10,000,000 characters, and here is room for/).waitFor();
    expect(await axeOn(page)).toEqual([]);
    const script = '<img src=x onerror="document.title=\'taken\'"><b>bold</b>';
    await field.fill(script);
    await send(drawer);
    await page.getByText('Noted. Thank you.').waitFor();
    await page.goto(`/enrolments/${team.loop}?show=all`);
    await page.getByText(script, { exact: false }).first().waitFor();
    expect(await page.title()).not.toBe('taken');

    const large = await api.ask<{ detail: string }>('POST', '/acts', {
      body: { filled: 'x'.repeat(10_000_000) },
    });
    expect(large).toMatchObject({ status: 413, body: { detail: /Send less at once/ } });
  });
});
