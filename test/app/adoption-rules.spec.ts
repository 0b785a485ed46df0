import type { Browser } from 'playwright-core';
import { lookAsEveryNight, publish, standing, startAdoption, type Adoption } from '../support/adoption.js';
import type { TestApi } from '../support/api.js';
import { axeOn } from '../support/axe.js';
import { complaintsOf, DESKTOP, PHONE, startChromium, windowAs, windowOf } from '../support/chromium.js';
import type { Team } from '../support/coaching.js';

let browser: Browser;
let adoption: Adoption;
let api: TestApi;
let team: Team;
let leader: string;
beforeAll(async () => {
  [browser, adoption] = await Promise.all([startChromium(), startAdoption()]);
  ({ api, team, leader } = adoption);
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  await browser?.close();
  await api?.close();
});

describe('whoever says when they are told', () => {
  it.each([
    ['a desktop', DESKTOP],
    ['a phone', PHONE],
  ])(
    'can use the rules and their form in the dark and in German: axe finds nothing, on %s',
    async (_, viewport) => {
      await api.ask('PATCH', `/people/${leader}`, { body: { language: 'de' } });
      const page = await windowOf(browser, api, leader, {
        colorScheme: 'dark',
        viewport,
        to: '/adoption/rules',
      });
      await page.getByText(/^Melden, wenn „Stockt“ .* 2 Wochen lang über 40.% liegt\.$/).waitFor();
      await page.getByRole('button', { name: 'Regel hinzufügen' }).click();
      await page.getByLabel('Verglichen mit').selectOption('der eigenen Zahl davor');
      expect(await axeOn(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(viewport.width);
    },
  );
});

describe('whoever answers for a program', () => {
  it('adds a rule in a sentence; the nightly look opens its alert, and who is asked to take it sees that', async () => {
    await api.ask('PATCH', `/people/${leader}`, { body: { language: 'en' } });
    const page = await windowOf(browser, api, team.owner, { to: `/adoption?program=${team.program.code}` });
    const complaints = complaintsOf(page.context());
    await page.getByRole('link', { name: 'When you are told' }).click();
    await page
      .getByText('Tell when “Stalled” in any one region, for any one capability, is above 40% for 2 weeks.')
      .waitFor();
    await page.getByRole('button', { name: 'Add a rule' }).click();
    const form = page.getByRole('form', { name: 'Add a rule' });
    await form.getByLabel('About which figure').selectOption('Adopted');
    expect(await form.getByLabel('Tell when it is').inputValue()).toBe('below');
    await form.getByLabel('Region').selectOption('South');
    await form.getByLabel('Weeks in a row').fill('1');
    await form.getByLabel('Limit, in percent').fill('98');
    await form.getByRole('button', { name: 'Add a rule' }).click();
    await form.getByText(/would never close/).waitFor();
    expect(await form.getByLabel(/^Closes when back by/).getAttribute('aria-invalid')).toBe('true');
    expect(await axeOn(page)).toEqual([]);
    await form.getByLabel('Limit, in percent').fill('30');
    const sentence = 'Tell when “Adopted” in South, for any one capability, is below 30% for one week.';
    await form.getByText(sentence).waitFor();
    await form.getByRole('button', { name: 'Add a rule' }).click();
    await form.waitFor({ state: 'detached' });
    await page.getByText(sentence).waitFor();

    api.clock.time = Date.parse('2026-03-23T04:23:00Z');
    await publish(adoption, '2026-03-16', { standing: [standing('South', 8), standing('North', 20)] });
    await lookAsEveryNight(adoption);
    expect(complaints).toEqual([]);
    // A week later they sign in anew.
    const later = await windowAs(browser, api, team.owner, { to: `/adoption?program=${team.program.code}` });
    const alert = later
      .getByRole('region', { name: 'Alerts' })
      .getByRole('listitem')
      .filter({ hasText: 'Adopted: 8 of 40 (20%) in the week of 16 Mar 2026.' });
    await alert.getByRole('button', { name: /^Ask somebody: South/ }).click();
    await alert.getByLabel('Who takes it').selectOption('Leah');
    await alert.getByLabel('A word to them (optional)').fill('You know the south.');
    await alert.getByRole('button', { name: 'Ask somebody', exact: true }).click();
    await alert
      .getByText(/^Taken on Mon,? 23 Mar.* by Leah, asked by .+\. .+: “You know the south\.”$/)
      .waitFor();

    const hers = await windowOf(browser, api, leader, { to: '/adoption' });
    await hers
      .getByText(/^Taken on Mon,? 23 Mar.* by you, asked by .+\. .+: “You know the south\.”$/)
      .waitFor();
  });

  it('changes a rule that was changed meanwhile only after comparing, and switches it off', async () => {
    const to = `/adoption/rules?program=${team.program.code}`;
    const page = await windowOf(browser, api, team.owner, { to });
    const rule = page.getByRole('listitem').filter({ hasText: '“Adopted” in South' });
    await rule.getByRole('button', { name: /^Change/ }).click();
    await rule.getByLabel('Limit, in percent').fill('25');
    const { rules } = (
      await api.get<{ rules: { id: string; kpi: string }[] }>(`/programs/${team.program.id}/alert-rules`)
    ).body;
    const { id } = rules.find(({ kpi }) => kpi === 'adopted')!;
    const path = `/programs/${team.program.id}/alert-rules/${id}`;
    await api.ask('PATCH', path, { body: { threshold: 0.35, periods: 3 } });
    await rule.getByRole('button', { name: 'Save' }).click();
    expect(await page.getByRole('alert').innerText()).toMatch(
      /Then: limit 30% · one week\s+Now: limit 35% · 3 weeks\s+Yours: limit 25%\s/,
    );
    await page.getByRole('button', { name: 'Save mine' }).click();
    await rule.getByText('is below 25% for 3 weeks.').waitFor();
    await rule.getByRole('button', { name: /^Switch off/ }).click();
    await rule.getByRole('button', { name: 'Yes, switch it off' }).click();
    await rule.waitFor({ state: 'detached' });
    expect((await api.ask('PATCH', path, { body: { periods: 1 } })).status).toBe(404);
  });
});
