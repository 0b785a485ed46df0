import { signedIn, startTestApi, type TestApi } from '../../../test/support/api.js';
import { agree, aTeam, lookAt, openLoop, sendFile, type Team } from '../../../test/support/coaching.js';
import { aCadence, addPerson } from '../../../test/support/organisation.js';
import { LAUNCH_WAVE } from '../../domain/cadence-templates.js';
import { appendFacts } from '../../store/loops/log.js';
import type { ReviewAnswer } from '../cadences/cadences.dto.js';
import type { PreviewAnswer } from './rehearsals.dto.js';

let api: TestApi;
let team: Team;
beforeEach(async () => {
  api = await startTestApi();
  team = await aTeam(api, LAUNCH_WAVE);
  await agree(api);
});
afterEach(() => api?.close());

/** The rep has completed the training, and no loop has opened for it yet. */
const train = async (): Promise<void> => {
  const { externalId } = (await api.get<{ externalId: string }>(`/people/${team.rep}`)).body;
  await sendFile(api, 'completions', `rep,training,completedAt\n${externalId},${team.training},2026-03-01\n`);
};

const owner = () => signedIn(api, team.owner);
const preview = async (body: object) =>
  (await owner()).post<PreviewAnswer>(`/programs/${team.program.id}/cadence/preview`, {
    document: LAUNCH_WAVE,
    rep: team.rep,
    ...body,
  });

/** Lives a loop as its worker would, from wake to wake, and hands over what is due; says what that was. */
async function live(loop: string, until: number): Promise<{ at: string; to: string }[]> {
  const sent: { at: string; to: string }[] = [];
  for (;;) {
    await lookAt(api, loop);
    const now = new Date(api.clock.now());
    const [due] = await api.dataSource.query<[{ obligation: string; rung: number; person: string }[]]>(
      `UPDATE nudge SET state = 'handedOver' WHERE enrolment_id = $1 AND state = 'queued' AND slot_at <= $2
       RETURNING obligation, rung, person_id AS person`,
      [loop, now],
    );
    for (const data of due) {
      sent.push({ at: now.toISOString(), to: data.person });
      const fact = {
        kind: 'handedOver' as const,
        happenedAt: +now,
        data: { ...data, channel: 'email' as const },
      };
      await appendFacts(api.app.manager, loop, [fact], +now);
    }
    if (due.length > 0) continue;
    const [{ next }] = await api.dataSource.query<[{ next: Date | null }]>(
      `SELECT least(e.wake_at, (SELECT min(slot_at) FROM nudge WHERE enrolment_id = e.id AND state = 'queued')) AS next
         FROM enrolment e WHERE e.id = $1`,
      [loop],
    );
    if (next === null || +next > until) return sent;
    api.clock.time = +next;
  }
}

describe('a cadence that a program owner tries', () => {
  it('is tried for a rep of the program, found by name', async () => {
    const asked = `/programs/${team.program.id}/reps`;
    expect((await (await owner()).get(asked)).body).toEqual({ items: [] });
    await train();
    const { name } = (await api.get<{ name: string }>(`/people/${team.rep}`)).body;
    expect((await (await owner()).get(`${asked}?name=${name.slice(0, 2).toUpperCase()}`)).body).toEqual({
      items: [{ id: team.rep, name }],
    });
    expect((await (await owner()).get(`${asked}?name=nobody`)).body).toEqual({ items: [] });
  });

  it('says what comes along each path, who is written to, and stores nothing of it', async () => {
    await train();
    const tables = ['enrolment', 'fact', 'nudge', 'job'];
    const rows = (): Promise<number[]> =>
      Promise.all(
        tables.map(async (table) => (await api.dataSource.query(`SELECT 1 FROM ${table}`)).length as number),
      );
    const before = await rows();
    const inTime = (await preview({ path: 'inTime' })).body;
    expect(inTime).toMatchObject({ rep: { id: team.rep }, manager: { id: team.manager }, isWhole: true });
    expect(inTime.sustainedAt! > inTime.adoptedAt!).toBe(true);
    expect(inTime.messages.map(({ audience }) => audience)).toEqual(['rep', 'manager']);
    const nobody = (await preview({ path: 'nobody' })).body;
    expect(nobody.messages.map(({ audience }) => audience)).toEqual([
      'manager',
      'secondLine',
      'programOwner',
    ]);
    expect(nobody.entries.map(({ at }) => at)).toEqual(nobody.entries.map(({ at }) => at).sort());
    const first = nobody.entries.find(({ type }) => type === 'message')!;
    expect(first).toMatchObject({ to: { id: team.manager }, audience: 'manager', kind: 'observe' });
    expect(first.text).toMatch(/gets a message about an observation/);
    expect(await rows()).toEqual(before);
  });

  it('says what is then really sent, where nobody reacts', async () => {
    await train();
    const tried = (await preview({ path: 'nobody' })).body;
    const told = tried.entries
      .filter(({ type }) => type === 'message')
      .map(({ at, to }) => ({ at, to: to!.id }));
    expect(told.length).toBeGreaterThan(3);
    const loop = await openLoop(api, team);
    expect(await live(loop, Date.parse(told.at(-1)!.at))).toEqual(told);
  });

  it('counts no days on which somebody is away, and says which they are', async () => {
    await train();
    const without = (await preview({})).body;
    await api.made(`/people/${team.manager}/absences`, { from: '2026-03-10', to: '2026-03-12' });
    const due = ({ entries }: PreviewAnswer) => entries.find(({ type }) => type === 'missed')!.at;
    const away = (await preview({})).body;
    expect(away.freeDays).toContainEqual({
      who: 'manager',
      because: 'absence',
      from: '2026-03-10',
      to: '2026-03-12',
    });
    expect(due(away) > due(without)).toBe(true);
  });

  it('is told beside the one in force, with what moves, goes and comes', async () => {
    await train();
    const ladders = { ...LAUNCH_WAVE.ladders, observe: LAUNCH_WAVE.ladders.observe.slice(0, -1) };
    const halved = { ...LAUNCH_WAVE, firstObservation: { within: 'P5D' }, ladders };
    const alone = (await preview({ path: 'managerAway' })).body;
    expect(alone.beside).toBeNull();
    expect(new Set(alone.entries.map(({ mark }) => mark))).toEqual(new Set([null]));

    const { body } = await preview({ document: halved, beside: LAUNCH_WAVE, path: 'nobody' });
    const marks = (entries: PreviewAnswer['entries']) =>
      entries.filter(({ type }) => type === 'message').map(({ audience, mark }) => `${audience} ${mark}`);
    expect(marks(body.entries).slice(0, 1)).toEqual(['manager moved']);
    expect(marks(body.beside!.entries)).toContain('programOwner gone');
    expect(body.entries.find(({ kind }) => kind === 'obligationOpened')!.mark).toBe('changed');
    const [moved] = body.entries.filter(({ type }) => type === 'message');
    const [was] = body.beside!.entries.filter(({ type }) => type === 'message');
    expect([moved!.otherwise, was!.otherwise]).toEqual([was!.at, moved!.at]);

    // Whoever is away is away on the same days in both.
    const away = (await preview({ beside: LAUNCH_WAVE, path: 'managerAway' })).body;
    expect(new Set(away.entries.map(({ mark }) => mark))).toEqual(new Set(['same']));
    expect(away.beside!.messages).toEqual(away.messages);
  });

  it('is refused where its level stands in no rubric, and for whoever is none of the program', async () => {
    await train();
    const adoption = { ...LAUNCH_WAVE.adoption, level: 'master' };
    expect(await preview({ document: { ...LAUNCH_WAVE, adoption } })).toMatchObject({
      status: 422,
      body: { detail: expect.stringMatching(/level "master".*beginning, proficient/) },
    });
    expect((await preview({ rep: await addPerson(api) })).status).toBe(404);
    const { status, body } = await preview({ document: { ...LAUNCH_WAVE, feedback: { within: 'soon' } } });
    expect({ status, errors: (body as unknown as { errors: object[] }).errors }).toMatchObject({
      status: 400,
      errors: [{ message: expect.stringMatching(/P10D/) }],
    });
  });

  it('is for whoever owns the program, and nobody else', async () => {
    await train();
    const stranger = await addPerson(api, { role: 'programOwner' });
    for (const person of [team.manager, team.rep, team.secondLine, stranger]) {
      const reply = await (
        await signedIn(api, person)
      ).post(`/programs/${team.program.id}/cadence/preview`, { document: LAUNCH_WAVE, rep: team.rep });
      expect(reply.status).toBe(403);
    }
  });
});

describe('what is to be thought over in a cadence', () => {
  const review = async (document: object) =>
    (await (await owner()).post<ReviewAnswer>(`/programs/${team.program.id}/cadence/review`, { document }))
      .body;

  it('speaks of the people of the program: visit days that nobody has, and a line above that some lack', async () => {
    await train();
    expect(await review(LAUNCH_WAVE)).toMatchObject({ problems: [], concerns: [] });
    await api.ask('PATCH', `/people/${team.manager}`, { body: { visitDaysPerWeek: 0.1 } });
    const [concern] = (await review(LAUNCH_WAVE)).concerns;
    expect(concern).toEqual({
      code: 'visitDays',
      path: 'nextObservation.within',
      text: 'One manager of 1 would need more visit days than they have: up to 0.2 a week, and 0.1 there.',
    });
    const observe = [{ at: 'P0D', to: 'sponsor', via: ['email'] }];
    const asked = await review({ ...LAUNCH_WAVE, ladders: { ...LAUNCH_WAVE.ladders, observe } });
    expect(asked.concerns.map(({ code }) => code)).toContain('nobodyThere');
    expect(asked.concerns.at(-1)!.text).toBe(
      'One rep of 1 has no sponsor, to whom this cadence speaks. For them those messages are left out and it goes on one step higher.',
    );
  });

  it('comes after what keeps it from being published, in the words of whoever asks', async () => {
    const wrong = await review({ ...LAUNCH_WAVE, feedback: { within: 'soon' } });
    expect(wrong).toMatchObject({ concerns: [], pace: null, problems: [{ path: 'feedback.within' }] });
    const inGerman = (document: object) =>
      api.ask<ReviewAnswer>('POST', '/cadences/review', {
        body: { document },
        headers: { 'accept-language': 'de' },
      });
    const refused = await inGerman({ ...aCadence, feedback: { within: 'bald' } });
    expect(refused.body.problems[0]!.message).toMatch(/^Gebraucht wird eine Dauer/);
    const unfit = { ...aCadence, feedback: { within: 'P0D' } };
    expect((await inGerman(unfit)).body.concerns.map(({ text }) => text)).toContain(
      'Feedback, nach der Beobachtung: 0 Arbeitstage sind keine Zeit. Wer es zu tun hat, wäre schon an dem Tag zu spät, an dem es beginnt.',
    );
    const german = await inGerman(aCadence);
    expect(german.body.pace!.text).toBe(
      'Wird alles erst am letzten Tag getan, dauert es 66 Arbeitstage bis zur Anwendung.',
    );
    expect(german.body.concerns.map(({ code }) => code)).toContain('nobodyHears');
    expect(german.body.concerns[0]!.text).toMatch(/niemand erinnert|enden, bevor/);
  });
});
