import { as, startTestApi, type TestApi } from '../../../test/support/api.js';
import { aTeam, lookAt, openLoop, type Team } from '../../../test/support/coaching.js';
import { AUDIENCES } from '../../domain/people.js';
import { MESSAGE_KINDS } from '../../domain/words.js';
import type { MessagePreview } from './messages.dto.js';

/** A message as it would read now, of a real enrolment. */
describe('a preview of a message', () => {
  let api: TestApi;
  let team: Team;
  let loop: string;
  beforeAll(async () => {
    api = await startTestApi({ settings: { sideEffectUrl: 'https://acme.example/side-effects' } });
    team = await aTeam(api);
    loop = await openLoop(api, team);
    await lookAt(api, loop);
  });
  afterAll(() => api?.close());

  const preview = (query: Record<string, string>, asker: Pick<TestApi, 'get'> = as(api, team.manager)) =>
    asker.get<MessagePreview & { detail: string }>(
      `/messages/preview?${new URLSearchParams({ enrolment: loop, ...query }).toString()}`,
    );

  it('reads as the mail would: in the reader’s language or in another, with its plain-text twin', async () => {
    const { status, body } = await preview({ kind: 'observe' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ channel: 'email', language: 'en', blocks: null });
    expect(body.text).toContain('No visit is planned.');
    expect(body.html).toContain(`enrolments/${loop}?do&#x3D;planVisit`);
    expect(body.text).toContain('https://acme.example/side-effects');

    const german = await preview({ kind: 'observe', locale: 'de-AT' });
    expect(german.body.language).toBe('de');
    expect(german.body.text).toContain('Noch ist kein Besuch geplant.');
  });

  it('reads as Slack would show it', async () => {
    const { body } = await preview({ kind: 'feedback', channel: 'slack', locale: 'de' });
    expect(body.html).toBeNull();
    expect(JSON.stringify(body.blocks)).toContain('Feedback schreiben');
  });

  it('is there for every kind and audience of which somebody would hear', async () => {
    for (const kind of MESSAGE_KINDS)
      for (const audience of AUDIENCES) {
        const { status, body } = await preview({ kind, audience });
        if (status === 200) expect(body.text).not.toMatch(/\{|\}|undefined|null/);
        else expect([400, 422]).toContain(status);
      }
    expect((await preview({ kind: 'pulse' })).status).toBe(200);
  });

  it('speaks of a visit only where there is one', async () => {
    expect((await preview({ kind: 'visitMorning' })).body.detail).toContain('There is no joint visit');
    const at = new Date(api.clock.time + 86_400_000).toISOString();
    expect((await as(api, team.manager).post('/joint-visits', { rep: team.rep, at })).status).toBeLessThan(
      300,
    );
    expect((await preview({ kind: 'visitMorning' })).body.text).toContain('One thing to watch for');
  });

  it('is for those who may read the texts in it', async () => {
    expect((await preview({ kind: 'observe' }, as(api, team.rep))).status).toBe(403);
  });

  it('says what is wrong with a question', async () => {
    const wrong = await preview({ kind: 'pulse', audience: 'manager' });
    expect([wrong.status, JSON.stringify(wrong.body)]).toEqual([400, expect.stringContaining('for the rep')]);
    expect((await as(api, team.manager).get('/messages/preview?kind=observe')).status).toBe(400);
  });
});
