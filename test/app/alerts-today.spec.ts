import type { Browser } from 'playwright-core';
import { openAlert } from '../support/alerts.js';
import type { TestApi } from '../support/api.js';
import { axeOn } from '../support/axe.js';
import { complaintsOf, DESKTOP, PHONE, startApp, startChromium, windowOf } from '../support/chromium.js';
import { aTeam, openLoop, type Team } from '../support/coaching.js';
import { addPerson } from '../support/organisation.js';
import { eventually } from '../support/plant.js';

let browser: Browser;
let api: TestApi;
let team: Team;
let leader: string;
beforeAll(async () => {
  [browser, api] = await Promise.all([startChromium(), startApp({ at: '2026-03-02T05:00:00Z' })]);
  team = await aTeam(api);
  await openLoop(api, team);
  leader = await addPerson(api, { name: 'Leah' });
  await api.made('/role-grants', { personId: leader, role: 'leadership', reason: 'sees figures' });
  await openAlert(api, team);
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  await browser?.close();
  await api?.close();
});

describe('an alert that nobody has taken', () => {
  it.each([
    ['light', PHONE, 'en'],
    ['dark', DESKTOP, 'de'],
  ] as const)('stands on Today, and axe finds nothing there, %s', async (colorScheme, viewport, language) => {
    await api.ask('PATCH', `/people/${leader}`, { body: { language } });
    const page = await windowOf(browser, api, leader, { colorScheme, viewport, to: '/today' });
    const complaints = complaintsOf(page.context());
    await page.getByRole('heading', { name: /^South: / }).waitFor();
    expect(await axeOn(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
    expect(complaints).toEqual([]);
  });

  it('leads to where it stands among the figures, and that is in sight', async () => {
    await api.ask('PATCH', `/people/${leader}`, { body: { language: 'en' } });
    const page = await windowOf(browser, api, leader, { viewport: PHONE, to: '/today' });
    const heading = page.getByRole('heading', { name: /^South: / });
    await heading.waitFor();
    await page.getByRole('button', { name: /^Something else/ }).click();
    await page.getByRole('menuitem', { name: 'See it in full' }).click();
    await page.waitForURL(/\/adoption\?.*#alert-/);
    await page.getByText('Stalled: 24 of 40 (60%) in the week of 2 Mar 2026.').waitFor();
    const alert = page.getByRole('listitem').filter({ hasText: 'Stalled: 24 of 40 (60%)' });
    await eventually(
      () => alert.boundingBox(),
      (box) => box !== null && box.y > -1 && box.y < PHONE.height / 2,
      15_000,
    );
  });

  it('is taken there by leadership, who begins with figures and finds Today beside them', async () => {
    await api.ask('PATCH', `/people/${leader}`, { body: { language: 'en' } });
    const page = await windowOf(browser, api, leader, { viewport: DESKTOP });
    await page.waitForURL('**/adoption');
    await page.getByRole('link', { name: 'Today' }).click();
    await page.getByRole('heading', { name: /^South: .+ is stalling$/ }).waitFor();
    await page.getByRole('button', { name: 'Take it' }).click();
    const form = page.getByRole('dialog', { name: 'Take it' });
    await form.getByLabel('In a sentence, if you like').fill('Two visit days freed.');
    await form.getByRole('button', { name: 'Take it' }).click();
    await form.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Adoption' }).click();
    await page.getByText(/Taken on .+ by you\. “Two visit days freed\.”$/).waitFor();
  });

  it('waits beside the figures for a sponsor too, who begins with them', async () => {
    const sponsor = await addPerson(api, { name: 'Sven', role: 'sponsor' });
    await api.dataSource.query('UPDATE program SET sponsor_id = $1 WHERE id = $2', [
      sponsor,
      team.program.id,
    ]);
    const page = await windowOf(browser, api, sponsor, { viewport: DESKTOP });
    await page.waitForURL('**/adoption');
    await page.getByRole('link', { name: 'Today' }).click();
    await page.waitForURL('**/today');
    await page.getByRole('heading', { name: 'Today', exact: true }).waitFor();
  });

  it('leads from a message to its place, by the id of its program', async () => {
    const to = `/adoption?program=${team.program.id}&capability=${team.capability.code}`;
    const page = await windowOf(browser, api, leader, { to });
    await page.getByRole('heading', { name: 'Alerts' }).waitFor();
  });
});
