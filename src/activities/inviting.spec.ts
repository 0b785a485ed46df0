import ICAL from 'ical.js';
import type { Mail } from '../../demo/parts/mail-store.js';
import { startTestApi, type TestApi } from '../../test/support/api.js';
import { aTeam, openLoop, sendFile, type Team } from '../../test/support/coaching.js';
import { startLanes, type Lanes } from '../../test/support/lanes.js';
import { addPerson } from '../../test/support/organisation.js';
import { claimBells, raiseLanes } from '../store/running/bells.js';
import { lockVisit, updateVisits } from '../store/coaching/visits.js';

/** Manager and rep plan their days in the field; a lane brings them into calendars. Times are of March 2026. */
describe('a joint visit', () => {
  let api: TestApi;
  let lanes: Lanes;
  let team: Team;

  beforeEach(async () => {
    api = await startTestApi();
    lanes = await startLanes(api);
    team = await aTeam(api);
  });
  afterEach(async () => {
    await lanes.end();
    await api.close();
  });

  const sql = <T = Record<string, unknown>>(text: string, values: unknown[] = []): Promise<T[]> =>
    api.dataSource.query<T[]>(text, values);

  const plan = (given: object = {}) =>
    api.made('/joint-visits', {
      rep: team.rep,
      observers: [team.manager],
      at: '2026-03-24T14:10:00+01:00',
      institution: 'University Hospital, Ward 3',
      ...given,
    });
  const change = async (path: string, body = {}): Promise<void> => {
    api.clock.time += 60_000;
    expect(await api.post(`/joint-visits/${path}`, body)).toMatchObject({ status: 200 });
  };
  /** Whom a mail went to, by the person's id. */
  const addresses = async (): Promise<Map<string, string>> =>
    new Map(
      (await sql<{ id: string; email: string }>('SELECT id, email FROM person')).map((p) => [p.email, p.id]),
    );

  /** What each calendar was told, in its order: METHOD, SEQUENCE and DTSTART. */
  async function told(person: string): Promise<[string, number, string][]> {
    const ids = await addresses();
    return lanes.mail
      .messages()
      .filter(({ to, calendar }) => calendar && ids.get(to[0]!) === person)
      .map((mail) => {
        const { method, event } = entryIn(mail);
        return [method, event.sequence, event.startDate.toString()];
      });
  }

  it('stands at once in the calendars of rep and observers: in the evening, without a slot, for everybody', async () => {
    api.clock.time = Date.parse('2026-03-02T22:30:00Z');
    const observer = await addPerson(api, { role: 'manager', name: 'Kim Adler' });
    const { id } = await plan({ observers: [team.manager, observer] });
    await lanes.drain();

    expect(lanes.mail.messages()).toHaveLength(3);
    for (const person of [team.rep, team.manager, observer])
      expect(await told(person)).toEqual([['REQUEST', 0, '2026-03-24T13:10:00Z']]);
    const ids = await addresses();
    const toRep = lanes.mail.messages().find(({ to }) => ids.get(to[0]!) === team.rep)!;
    const { event } = entryIn(toRep);
    expect(event).toMatchObject({
      uid: `${id}@coaching.example.com`,
      summary: expect.stringMatching(/^Joint visit with Kim Adler and Lena \d+$/),
      location: 'University Hospital, Ward 3',
      organizer: 'mailto:coaching@example.com',
    });
    expect(event.endDate.toString()).toBe('2026-03-24T14:10:00Z');
    expect(event.attendees.map((one) => one.getFirstValue())).toEqual([`mailto:${toRep.to[0]}`]);
    expect(toRep.text).toContain('Tue 24 March, 14:10');
  });

  it('says nothing of what will be looked at, why, or in which program', async () => {
    await openLoop(api, team);
    await plan();
    await lanes.drain();

    for (const mail of lanes.mail.messages()) {
      const said = JSON.stringify(mail);
      expect(said).toContain('BEGIN:VCALENDAR');
      for (const secret of [
        'Objection',
        team.capability.code,
        'Launch wave',
        team.program.code,
        'Cadence',
        'rating',
      ])
        expect(said).not.toContain(secret);
    }
  });

  it('moves and goes in every calendar with it, by one UID and a rising SEQUENCE', async () => {
    const { id } = await plan();
    await lanes.drain();
    await change(`${id}/move`, { at: '2026-03-25T09:00:00Z' });
    await lanes.drain();
    await change(`${id}/cancel`);
    await lanes.drain();
    await lanes.drain();

    for (const person of [team.rep, team.manager])
      expect(await told(person)).toEqual([
        ['REQUEST', 0, '2026-03-24T13:10:00Z'],
        ['REQUEST', 1, '2026-03-25T09:00:00Z'],
        ['CANCEL', 2, '2026-03-25T09:00:00Z'],
      ]);
    const mails = lanes.mail.messages();
    expect(new Set(mails.map((mail) => entryIn(mail).event.uid))).toEqual(
      new Set([`${id}@coaching.example.com`]),
    );
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(6);
    expect(mails.map(({ subject }) => subject.replace(/ with.*?,/, ','))).toEqual(
      expect.arrayContaining([
        'Joint visit, Tue 24 March, 14:10',
        'Changed: Joint visit, Wed 25 March, 10:00',
        'Called off: Joint visit, Wed 25 March, 10:00',
      ]),
    );
  });

  it('is told as it stands when its mail goes, and to nobody if it was called off before', async () => {
    const { id } = await plan();
    await change(`${id}/move`, { at: '2026-03-25T09:00:00Z' });
    await lanes.drain();
    expect(await told(team.rep)).toEqual([['REQUEST', 1, '2026-03-25T09:00:00Z']]);
    const other = await plan({ at: '2026-03-26T09:00:00Z' });
    await change(`${other.id}/cancel`);
    await lanes.drain();
    expect(await told(team.rep)).toHaveLength(1);
  });

  it('is taken from whoever comes along no more, and not changed for nothing', async () => {
    const observer = await addPerson(api, { role: 'manager' });
    const { id } = await plan({ observers: [team.manager, observer] });
    await lanes.drain();
    await change(`${id}/move`, { at: '2026-03-24T14:10:00+01:00' });
    await lanes.drain();
    expect(await told(team.rep)).toHaveLength(1);
    await withoutObserver(id, observer);
    await withoutObserver(id, observer);
    await lanes.drain();

    expect((await told(observer)).map(([method, sequence]) => [method, sequence])).toEqual([
      ['REQUEST', 0],
      ['CANCEL', 1],
    ]);
    expect((await told(team.rep)).at(-1)).toEqual(['REQUEST', 1, '2026-03-24T13:10:00Z']);
  });

  /** As any change of who comes along would be stored. */
  const withoutObserver = async (id: string, observer: string): Promise<void> => {
    await api.app.transaction(async (tx) => {
      const visit = (await lockVisit(tx, id))!;
      const observers = visit.observers.filter((one) => one !== observer);
      await updateVisits(tx, [{ ...visit, observers }], api.clock.now());
    });
  };

  it.each([
    ['a CRM keeps', () => plan({ externalId: 'CRM-1' })],
    ['lies behind', () => plan({ at: '2026-02-27T09:00:00Z' })],
  ])('that %s is no invitation', async (_, planned) => {
    await planned();
    expect(await sql('SELECT 1 FROM invitation')).toEqual([]);
  });

  it('from a file of a CRM is none either', async () => {
    const emails = [...(await addresses())];
    const of = (person: string) => emails.find(([, id]) => id === person)![0];
    const line = `V-1,${of(team.rep)},${of(team.manager)},2026-03-24T14:10+01:00,faceToFace,planned`;
    const { body } = await sendFile(api, 'visits', `externalId,rep,observers,date,channel,status\n${line}\n`);
    expect(body).toMatchObject({ counts: { created: 1 } });
    await lanes.drain();
    expect(lanes.mail.messages()).toEqual([]);
  });

  it('concerns nobody who has left, whose mail came back, or whose day has come', async () => {
    await plan();
    await api.ask('PATCH', `/people/${team.rep}`, { body: { activeUntil: '2026-03-01' } });
    await sql('UPDATE person SET mail_bounced_at = now() WHERE id = $1', [team.manager]);
    await lanes.drain();
    await plan({ at: '2026-03-03T09:00:00Z', observers: [team.secondLine] });
    api.clock.time = Date.parse('2026-03-03T09:00:00Z');
    await lanes.drain();
    expect(lanes.mail.messages()).toEqual([]);
    expect(await sql('SELECT 1 FROM invitation WHERE due_at IS NOT NULL')).toEqual([]);
  });

  it('waits for a mail server that is away, and is in each calendar once', async () => {
    const lift = lanes.mail.refuse({ stage: 'rcpt', code: 451, times: Infinity });
    await plan();
    await lanes.liveUntil('2026-03-02T10:00:00Z');
    expect(lanes.mail.messages()).toEqual([]);
    lift();
    await lanes.liveUntil('2026-03-02T12:00:00Z');
    expect(lanes.mail.messages()).toHaveLength(2);
  });

  it('is the same mail again after a process died in the call, and counted as in doubt', async () => {
    const { id } = await plan({ observers: [team.manager] });
    const dead = new Error('killed');
    await lanes.drain({
      email: { ...lanes.email, invite: (one) => lanes.email.invite!(one).then(() => Promise.reject(dead)) },
    });
    expect(lanes.mail.messages()).toHaveLength(2);
    await lanes.drain();
    await lanes.drain();

    const mails = lanes.mail.messages();
    expect(mails).toHaveLength(4);
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(2);
    const [first, again] = mails.filter(({ to }) => to[0] === mails[0]!.to[0]);
    expect(entryIn(again!).event.toString()).toBe(entryIn(first!).event.toString());
    expect((await api.get<string>('/metrics')).body).toContain('followthrough_deliveries_in_doubt 2');
    // What was in doubt is taken out of the calendar all the same.
    await change(`${id}/cancel`);
    await lanes.drain();
    expect((await told(team.rep)).at(-1)![0]).toBe('CANCEL');
  });

  it('that may have come before it was refused is called off all the same', async () => {
    const { id } = await plan({ observers: [team.manager] });
    await lanes.drain({
      email: {
        ...lanes.email,
        invite: (one) => lanes.email.invite!(one).then(() => Promise.reject(new Error('killed'))),
      },
    });
    const lift = lanes.mail.refuse({ stage: 'rcpt', code: 550, times: Infinity });
    await lanes.drain();
    await lanes.drain();
    lift();
    expect(await sql('SELECT 1 FROM invitation WHERE due_at IS NOT NULL')).toEqual([]);
    await change(`${id}/cancel`);
    await lanes.drain();
    expect((await told(team.rep)).map(([method]) => method)).toEqual(['REQUEST', 'CANCEL']);
  });

  it('that changes while its mail is under way is told as it is then, right after', async () => {
    const { id } = await plan();
    let moved = false;
    await lanes.drain({
      email: {
        ...lanes.email,
        invite: async (one) => {
          if (!moved) await change(`${id}/move`, { at: '2026-03-25T09:00:00Z' });
          moved = true;
          return lanes.email.invite!(one);
        },
      },
    });
    await lanes.drain();
    for (const person of [team.rep, team.manager])
      expect((await told(person)).at(-1)).toEqual(['REQUEST', 1, '2026-03-25T09:00:00Z']);
    expect(await sql('SELECT 1 FROM invitation WHERE due_at IS NOT NULL')).toEqual([]);
  });

  it('rings the lanes of those who go, though no loop and no message waits for them', async () => {
    await plan();
    await raiseLanes(api.dataSource.manager, api.clock.now());
    const rung = await claimBells(api.dataSource.manager, 'lane', api.clock.now(), 10);
    const lanesOf = await sql<{ lane: string }>(
      'SELECT DISTINCT lane::text FROM person WHERE id = ANY($1) ORDER BY 1',
      [[team.rep, team.manager]],
    );
    expect(rung.sort()).toEqual(lanesOf.map(({ lane }) => lane));
    await lanes.drain();
    await raiseLanes(api.dataSource.manager, api.clock.now());
    expect(await claimBells(api.dataSource.manager, 'lane', api.clock.now(), 10)).toEqual([]);
  });

  it('is written in the language of each who goes', async () => {
    await api.ask('PATCH', `/people/${team.rep}`, { body: { language: 'de-AT' } });
    await plan();
    await lanes.drain();
    const ids = await addresses();
    const toRep = lanes.mail.messages().find(({ to }) => ids.get(to[0]!) === team.rep)!;
    expect(toRep.subject).toMatch(/^Gemeinsamer Besuch mit Lena \d+, Di\., 24\. März, 14:10 Uhr$/);
    expect(entryIn(toRep).event.summary).toMatch(/^Gemeinsamer Besuch mit Lena \d+$/);
  });
});

function entryIn({ calendar }: Mail): { method: string; event: ICAL.Event } {
  const parsed = new ICAL.Component(ICAL.parse(calendar) as unknown[]);
  const event = new ICAL.Event(parsed.getFirstSubcomponent('vevent')!);
  return { method: String(parsed.getFirstPropertyValue('method')), event };
}
