import type { Browser, Page } from 'playwright-core';
import type { TestApi } from '../support/api.js';
import { axeOn } from '../support/axe.js';
import { DESKTOP, PHONE, startApp, startChromium, windowAs } from '../support/chromium.js';
import { agree, logOf } from '../support/coaching.js';
import { startLanes, type Lanes } from '../support/lanes.js';
import { toldTeams, type ToldTeam } from '../support/told-teams.js';

const LONG = 'عبد الرحمن بن محمد بن عبد العزيز الأندلسي الطويل الاسم';

let browser: Browser;
let api: TestApi;
let lanes: Lanes;
let teams: ToldTeam[];
let team: ToldTeam;
beforeAll(async () => {
  [browser, api] = await Promise.all([startChromium(), startApp()]);
  await agree(api);
  lanes = await startLanes(api);
  teams = await toldTeams(api, lanes, 5);
});
beforeEach(() => void (team = teams.pop()!));
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  await browser?.close();
  await lanes?.end();
  await api?.close();
});

const windowOfManager = (options: Parameters<typeof windowAs>[3]): Promise<Page> =>
  windowAs(browser, api, team.manager, options);
const settled = (page: Page): Promise<void> =>
  page.locator('[aria-busy]').first().waitFor({ state: 'detached' });
const widthOf = (page: Page): Promise<number> => page.evaluate('document.documentElement.scrollWidth');
const routes = () => [
  '/',
  '/team',
  '/enrolments',
  `/enrolments/${team.loop}`,
  '/adoption',
  '/readers',
  '/settings/notifications',
  '/nowhere',
];

describe('the app is for everybody', () => {
  it('who reads from right to left, with names as long as they are, on a phone and a desktop', async () => {
    await api.ask('PATCH', `/people/${team.rep}`, { body: { name: LONG } });
    const page = await windowOfManager({ reducedMotion: 'reduce' });
    for (const route of routes()) {
      await page.goto(route);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.evaluate(`document.documentElement.dir = 'rtl'`);
      await settled(page);
      for (const viewport of [DESKTOP, PHONE]) {
        await page.setViewportSize(viewport);
        expect({ route, width: await widthOf(page) }).toEqual({ route, width: viewport.width });
        expect({ route, found: await axeOn(page) }).toEqual({ route, found: [] });
        const title = (await page.getByRole('heading', { level: 1 }).boundingBox())!;
        expect(title.x + title.width).toBeGreaterThan(viewport.width / 2);
      }
    }
  });

  it('who enlarges it to 200%: nothing has to be pushed sideways, also in a form', async () => {
    // A window of 1280 × 800 at 200%.
    const viewport = { width: 640, height: 400 };
    const page = await windowOfManager({ viewport, deviceScaleFactor: 2 });
    for (const route of routes()) {
      await page.goto(route);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await settled(page);
      expect({ route, width: await widthOf(page) }).toEqual({ route, width: 640 });
    }
    await page.goto('/');
    await page.getByRole('button', { name: 'Plan a visit' }).first().click();
    const drawer = page.getByRole('dialog', { name: 'Plan a visit' });
    const form = drawer.locator('form');
    await form.waitFor();
    const pushed = `document.querySelector('[role=dialog] form').scrollWidth > document.querySelector('[role=dialog] form').clientWidth`;
    expect(await page.evaluate(pushed)).toBe(false);
    await drawer.getByRole('button', { name: 'Send' }).click();
    await drawer.getByText('This is needed.').waitFor();
  });

  it('who is made dizzy: where less motion is wanted nothing moves', async () => {
    const page = await windowOfManager({ viewport: PHONE, reducedMotion: 'reduce' });
    await page.getByRole('button', { name: 'Plan a visit' }).first().click();
    await page.getByRole('dialog', { name: 'Plan a visit' }).waitFor();
    const moving = await page.evaluate(`[...document.querySelectorAll('*')]
      .filter((element) => {
        const { transitionDuration, animationDuration } = getComputedStyle(element);
        return [transitionDuration, animationDuration].some((all) => all.split(', ').some((one) => parseFloat(one) > 0));
      })
      .map(({ className }) => String(className))`);
    expect(moving).toEqual([]);
  });

  it('who has a keyboard alone; and back leads to where it stood, not to what was done', async () => {
    const page = await windowOfManager({ viewport: DESKTOP, to: `/enrolments/${team.loop}?do=planVisit` });
    const drawer = page.getByRole('dialog', { name: 'Plan a visit' });
    await drawer.getByRole('button', { name: 'Send' }).waitFor();
    const to = async (name: RegExp): Promise<void> => {
      for (let keys = 0; keys < 30; keys++) {
        const label = await page.evaluate(
          `(document.activeElement.labels?.[0]?.innerText ?? document.activeElement.innerText) || ''`,
        );
        if (name.test(String(label))) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`no key leads to ${String(name)}`);
    };
    await to(/^\w{3,}.*1\d.*March|^\w+,? 1\d/);
    await page.keyboard.press('Enter');
    await to(/^At what time|time/i);
    await page.keyboard.type('1000AM');
    await to(/^Where/);
    await page.keyboard.type('Clinic B');
    await page.keyboard.press('Enter');
    await page.getByText('Noted. Thank you.').waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toContain('Noted. Thank you.');
    expect((await logOf(api, team.loop)).filter(({ kind }) => kind === 'visitPlanned')).toHaveLength(1);
    await page.getByRole('link', { name: 'Team' }).press('Enter');
    await page.waitForURL('**/team');
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: /^Ana/ }).waitFor();
    await settled(page);
    expect(new URL(page.url()).search).toBe('');
    expect(await drawer.count()).toBe(0);
  });
});
