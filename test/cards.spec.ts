import type { ActForm } from '../src/api/acts/acts.dto.js';
import type { QueueAnswer } from '../src/api/queue/queue.dto.js';
import { signedIn, startTestApi, type TestApi } from './support/api.js';
import { agree, aTeam, leads, openLoop, type Team } from './support/coaching.js';
import { startLanes, type Lanes } from './support/lanes.js';
import { aCadence, addPerson } from './support/organisation.js';

const MANAGER = { at: '-P3D', to: 'manager', via: ['slack'] };
const cadence = { ...aCadence, ladders: { ...aCadence.ladders, observe: [MANAGER] } };

/** What stands in Slack is edited in place whenever anything about it changes, from wherever that came. */
describe('a card in Slack', () => {
  let api: TestApi;
  let lanes: Lanes;
  let team: Team;
  let loop: string;

  beforeEach(async () => {
    api = await startTestApi();
    lanes = await startLanes(api);
    team = await aTeam(api, cadence);
    loop = await openLoop(api, team);
    await lanes.liveUntil('2026-03-11T09:00:00+01:00');
    expect(lanes.slack.messages()).toHaveLength(1);
  });
  afterEach(async () => {
    await lanes.end();
    await api.close();
  });

  const card = (): string => JSON.stringify(lanes.slack.messages()[0]!.blocks);
  const edits = (): number => lanes.slack.messages()[0]!.edits.length;
  const plan = (at: string): Promise<{ id: string }> =>
    api.made('/joint-visits', { rep: team.rep, at, institution: 'Clinic B', observers: [team.manager] });

  it('names a visit once it is planned, its new day once it moves, and none once it is called off', async () => {
    expect(card()).toContain('No visit is planned');
    const { id } = await plan('2026-03-13T10:00:00+01:00');
    await lanes.settle();
    expect(card()).toContain('together on Friday at 10:00, Clinic B');
    await api.post(`/joint-visits/${id}/move`, { at: '2026-03-16T11:00:00+01:00' });
    await lanes.settle();
    expect(card()).toContain('together on Monday at 11:00, Clinic B');
    await api.post(`/joint-visits/${id}/cancel`);
    await lanes.settle();
    expect(card()).toContain('No visit is planned');
    expect(edits()).toBe(3);
  });

  it('is edited once for several changes, and not at all where nothing that it shows changed', async () => {
    await plan('2026-03-13T10:00:00+01:00');
    await lanes.lookAll();
    await api.made(`/enrolments/${loop}/ready`);
    await lanes.lookAll();
    await plan('2026-03-12T10:00:00+01:00');
    await lanes.settle();
    expect(edits()).toBe(1);
    expect(card()).toMatch(/ready to be seen.*tomorrow at 10:00/);
    await api.made(`/enrolments/${loop}/self-assessment`, { level: 2 });
    await lanes.settle();
    expect(edits()).toBe(1);
  });

  it('says until when nobody is asked once that was answered, and offers what can be done sooner', async () => {
    const until = '2026-03-13T00:00:00+01:00';
    expect((await api.post(`/enrolments/${loop}/no-opportunity`, { until })).status).toBeLessThan(300);
    await lanes.settle();
    expect(card()).toContain('Nobody is asked about this until Fri 13 March · No opportunity yet');
    expect(card()).toContain('Plan a visit');
    expect(card()).not.toContain('Not possible');
    expect(lanes.slack.messages()[0]!.text).not.toContain('Done');
  });

  it('follows a date that moves', async () => {
    expect(card()).toContain('By Mon 16 March');
    await api.made(`/people/${team.manager}/absences`, { from: '2026-03-12', to: '2026-03-13' });
    await lanes.changeRosters();
    await lanes.settle();
    expect(card()).toContain('By Wed 18 March');
  });

  it('says whose it is once the rep has another manager', async () => {
    const next = await addPerson(api, { role: 'manager', name: 'Jonas Weber' });
    await leads(api, next, team.rep);
    await lanes.changeRosters();
    await lanes.settle();
    expect(card()).toContain('Passed on to Jonas Weber');
    expect(card()).not.toContain('Plan a visit');
  });

  it('offers the second line no more to help a manager once somebody has taken the loop, and leads the taker to it', async () => {
    await agree(api);
    const above = { at: 'P1D', to: 'secondLine', via: ['slack'], stall: true };
    const theirs = await aTeam(api, {
      ...aCadence,
      ladders: { ...aCadence.ladders, observe: [MANAGER, above], cover: [{ ...above, at: 'P0D' }] },
    });
    const left = await openLoop(api, theirs);
    await lanes.liveUntil('2026-03-27T12:00:00+01:00');
    await api.ask('PATCH', `/people/${theirs.manager}`, { body: { activeUntil: '2026-03-26' } });
    await lanes.changeRosters();
    await lanes.liveUntil('2026-04-08T12:00:00+02:00');
    const second = await signedIn(api, theirs.secondLine);
    const queue = async () =>
      (await (await signedIn(api, theirs.secondLine)).get<QueueAnswer>('/queue')).body.items;
    const waiting = await queue();
    expect(waiting.map(({ kind }) => kind).sort()).toEqual(['cover', 'observe']);
    const { press } = waiting
      .find(({ kind }) => kind === 'cover')!
      .actions.find(({ code }) => code === 'takeIt')!;
    expect((await second.post('/acts', { ...press!, filled: {} })).status).toBe(200);
    await lanes.settle();
    await lanes.liveUntil('2026-04-09T12:00:00+02:00');
    expect(await queue()).toMatchObject([{ kind: 'handOver', enrolments: [left] }]);
    // A hand-over can be doubted too: then its card asks for nothing until somebody has looked.
    const doubt = (await queue())[0]!.actions.find(({ code }) => code === 'notMyRep')!.press!;
    // The session of before is over by now.
    const taker = await signedIn(api, theirs.secondLine);
    expect((await taker.post('/acts', { ...doubt, filled: {} })).status).toBe(200);
    await lanes.settle();
    const again = await taker.post<ActForm>('/acts/form', doubt);
    expect(again.body.over?.text).toMatch(/^The program owner looks whose rep this is/);
    const cards = JSON.stringify(lanes.slack.messages().map(({ blocks }) => blocks));
    expect(cards).toContain('Nobody is asked about this until Thu 16 April · Not my rep');
  });

  it('is edited again where something changed during the edit', async () => {
    await plan('2026-03-13T10:00:00+01:00');
    await lanes.lookAll();
    await lanes.drain({
      slack: {
        ...lanes.slackChannel,
        update: async (message, ref) => {
          await api.made(`/enrolments/${loop}/ready`);
          await lanes.lookAll();
          return lanes.slackChannel.update!(message, ref);
        },
      },
    });
    await lanes.drain();
    expect(card()).toMatch(/ready to be seen.*on Friday at 10:00/);
  });
});
