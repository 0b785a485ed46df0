import type { Browser } from 'playwright-core';
import { LAUNCH_WAVE, SLOW_BURN } from '../../src/domain/cadence-templates.js';
import type { TestApi } from '../support/api.js';
import { axeOn } from '../support/axe.js';
import { complaintsOf, PHONE, startApp, startChromium, windowOf } from '../support/chromium.js';
import { aTeam, leads, lookAt, openLoop, sendFile, type Team } from '../support/coaching.js';
import { addPerson, publishCadence } from '../support/organisation.js';

let browser: Browser;
let api: TestApi;
let team: Team;
beforeAll(async () => {
  [browser, api] = await Promise.all([startChromium(), startApp({ at: '2026-03-02T08:00:00Z' })]);
  team = await aTeam(api, LAUNCH_WAVE);
  await lookAt(api, await openLoop(api, team));
  const cadenceVersionId = await publishCadence(api, 'Halved', {
    ...LAUNCH_WAVE,
    firstObservation: { within: 'P5D' },
  });
  await api.ask('PATCH', `/programs/${team.program.id}`, { body: { cadenceVersionId } });
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  await browser?.close();
  await api?.close();
});

describe('whoever owns a program whose cadence has changed', () => {
  it('sees first what it would be to move the open loops, then moves them, and can let that rest', async () => {
    const page = await windowOf(browser, api, team.owner, { to: '/programs', viewport: PHONE });
    const complaints = complaintsOf(page.context());
    await page.getByText('Loops that are open already').click();
    await page.getByLabel('Where').selectOption('South: one open loop');
    expect(await page.getByRole('button', { name: /^Move / }).count()).toBe(0);
    await page.getByLabel('Where').selectOption('Everywhere');
    await page.getByRole('button', { name: 'What would moving to version 1 do?' }).click();
    await page.getByText('One open loop goes by another version.').waitFor();
    await page.getByText('One date comes earlier, none later; none of them is overdue at once.').waitFor();
    expect(await axeOn(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width);
    await page.getByRole('button', { name: 'Move one loop' }).click();
    await page
      .getByText(/^One open loop goes by the other version from now on, and its dates with it\./)
      .waitFor();
    expect(await axeOn(page)).toEqual([]);
    await page.getByRole('button', { name: 'Move one loop' }).click();
    await page.getByText('the loops to move are being counted.').waitFor();
    await page.getByRole('button', { name: 'Let it rest' }).click();
    await page.getByText(/resting at 0 of 0 loops everywhere/).waitFor();
    await page.getByRole('button', { name: 'End it here' }).click();
    await page.getByText('No loop was moved yet.').waitFor();
    await page.getByRole('button', { name: 'End it here' }).click();
    await page.getByText(/ended at 0 of 0 loops everywhere/).waitFor();
    expect(complaints).toEqual([]);
  });
});

describe('whoever launches a program', () => {
  it('begins region by region, reads first whom that would reach when, and holds what is to come', async () => {
    const north = await addPerson(api, { name: 'Nils Nord', region: 'North' });
    await leads(api, team.manager, north);
    const { externalId } = (await api.get<{ externalId: string }>(`/people/${north}`)).body;
    await sendFile(
      api,
      'completions',
      `rep,training,completedAt\n${externalId},${team.training},2026-03-01\n`,
    );
    const { cadenceVersionId } = (await api.get<{ cadenceVersionId: string }>(`/programs/${team.program.id}`))
      .body;
    const { id } = await api.made('/programs', {
      code: 'NEXT',
      name: 'Next wave',
      function: 'commercial',
      ownerId: team.owner,
      cadenceVersionId,
    });
    await api.ask('PUT', `/programs/${id}/capabilities`, {
      body: { capabilities: [{ capabilityId: team.capability.id }] },
    });
    const page = await windowOf(browser, api, team.owner, { to: '/programs', viewport: PHONE });
    const complaints = complaintsOf(page.context());
    const next = page.getByRole('region', { name: 'Next wave NEXT' });
    await next.getByText('Trained and waiting for it: 2 reps, 2 loops.').waitFor();
    await next.getByRole('switch', { name: 'Begin region by region' }).click();
    await next.getByLabel('North').fill('2');
    await next.getByLabel('South').fill('1');
    await next.getByText('Now South: one rep, one loop.').waitFor();
    await next.getByText(/North: one rep, one loop, unless a rule holds them back\./).waitFor();
    expect(await axeOn(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width);
    await next.getByRole('button', { name: 'Launch…' }).click();
    await next.getByRole('button', { name: 'Launch now' }).click();
    await next.getByText('It goes on as planned.').waitFor();
    await next.getByRole('button', { name: 'Hold the next waves' }).click();
    await next
      .getByText('It is held: nothing new begins until you let it go on, or open the next wave.')
      .waitFor();
    await next.getByRole('button', { name: 'Open wave 2…' }).click();
    await next.getByText(/With it the rollout goes on: the waves after it begin as planned\.$/).waitFor();
    await next.getByRole('button', { name: 'Not yet' }).click();
    await next.getByRole('button', { name: 'Let it go on' }).click();
    // By the clock of the browser, which is far beyond that day.
    await next
      .getByText(/: wave 2 begins within minutes, unless a rule holds it back: one rep with one loop\.$/)
      .waitFor();
    await next.getByRole('button', { name: 'Let it go on' }).click();
    await next.getByText('It goes on as planned.').waitFor();
    await next.getByRole('button', { name: 'Change what is to come' }).click();
    await next.getByLabel('Days from one to the next').fill('21');
    await next.getByText('Wave 2: North.').waitFor();
    expect(await axeOn(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width);
    await next.getByRole('button', { name: 'Save' }).click();
    await next.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });
    expect(await axeOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
    const { body } = await api.get<{ plan: { holdDays: number; waves: object[] } }>(`/programs/${id}/waves`);
    expect(body.plan.holdDays).toBe(21);
    expect(body.plan.waves).toMatchObject([{ regions: ['South'] }, { regions: ['North'] }]);
  });
});

describe('whoever tries a cadence', () => {
  it('can have it played over everybody, and stop it', async () => {
    const { id } = await api.made('/cadences', { name: 'Slower', draft: SLOW_BURN });
    const to = `/cadences/${id}?program=${team.program.code}`;
    const page = await windowOf(browser, api, team.owner, { to });
    await page.getByRole('button', { name: 'Play it' }).click();
    // Nothing plays here: it is ordered, and can be stopped.
    await page.getByText('Playing: 0 of 10 runs …').waitFor();
    await page.getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Stopped; nothing of it is kept.').waitFor();
  });
});
