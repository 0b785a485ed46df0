import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { startTestApi, type TestApi } from '../../../test/support/api.js';
import { aTeam, changeRosters, lookAt, openLoop, type Team } from '../../../test/support/coaching.js';
import { signedInAs, withToken } from '../../../test/support/signed-in.js';
import { tellOfAnything } from '../../store/loops/log.js';
import { MOST_OF_A_SESSION } from './events.service.js';

let api: TestApi;
let mine: Team;
let other: Team;
let loops: { mine: string; other: string };
beforeEach(async () => {
  api = await startTestApi({ alone: true, settings: { signIn: { by: 'demo' } } });
  [mine, other] = [await aTeam(api), await aTeam(api)];
  loops = { mine: await openLoop(api, mine), other: await openLoop(api, other) };
});
afterEach(() => api?.close());

/** What a page hears: each `changed` in turn; undefined: the stream has ended. */
async function listening(cookie: string) {
  const asking = get(`${api.url}/api/v1/events`, {
    agent: false,
    headers: { cookie, accept: 'text/event-stream' },
  });
  const [reply] = (await once(asking, 'response')) as [IncomingMessage];
  reply.setEncoding('utf8');
  async function* events() {
    let rest = '';
    for await (const chunk of reply) {
      const blocks = (rest + chunk).split('\n\n');
      rest = blocks.pop()!;
      for (const block of blocks) {
        const data = /^event: changed\ndata: (.*)$/.exec(block)?.[1];
        if (data) yield (JSON.parse(data) as { enrolments: string[] | null }).enrolments;
      }
    }
  }
  const heard = events();
  return {
    status: reply.statusCode,
    headers: reply.headers,
    next: async () => (await heard.next()).value as string[] | null | undefined,
    leave: () => asking.destroy(),
  };
}

const cookieOf = async (person: string): Promise<string> =>
  `ft_session=${(await signedInAs(api, person)).cookies.get('ft_session')}`;

const ready = (loop: string) => api.post(`/enrolments/${loop}/ready`);

describe('a page that listens', () => {
  it('hears what changed in its enrolments, and nothing of those of others', async () => {
    const page = await listening(await cookieOf(mine.manager));
    expect(page.headers['content-type']).toBe('text/event-stream');
    // At first, and after every gap: read anew.
    expect(await page.next()).toBeNull();

    expect((await ready(loops.other)).status).toBeLessThan(300);
    await ready(loops.mine);
    expect(await page.next()).toEqual([loops.mine]);
    await lookAt(api, loops.mine);
    expect(await page.next()).toEqual([loops.mine]);
    page.leave();
  });

  it('reads anew what it shows where something else has changed, as an alert that somebody takes', async () => {
    const page = await listening(await cookieOf(mine.manager));
    expect(await page.next()).toBeNull();
    await tellOfAnything(api.dataSource.manager);
    expect(await page.next()).toBeNull();
    page.leave();
  });

  it('hears of what its queue tells in numbers, though its reader may see none of it', async () => {
    await api.dataSource.query(
      `INSERT INTO nudge (id, enrolment_id, obligation, rung, audience, person_id, lane, slot_at, via, stall, state, queued_at)
       VALUES (gen_random_uuid(), $1, 'observe/first', 4, 'programOwner', $2, 0, now(), '{email}', false, 'handedOver', now())`,
      [loops.other, other.owner],
    );
    await lookAt(api, loops.other);
    const page = await listening(await cookieOf(other.owner));
    expect(await page.next()).toBeNull();
    await ready(loops.other);
    await lookAt(api, loops.other);
    expect(await page.next()).toEqual([]);
    page.leave();
  });

  it('hears of a loop of theirs that has gone to somebody else, though they may see it no more', async () => {
    await lookAt(api, loops.other);
    const before = await listening(await cookieOf(other.manager));
    expect(await before.next()).toBeNull();
    await api.made(`/people/${other.rep}/reporting-lines`, { managerId: mine.manager });
    await changeRosters(api);
    await lookAt(api, loops.other);
    expect(await before.next()).toEqual([loops.other]);
    before.leave();
  });

  it('hears nothing more once its session has ended, or the line is no longer theirs', async () => {
    const browser = await signedInAs(api, mine.manager);
    const page = await listening(`ft_session=${browser.cookies.get('ft_session')}`);
    const left = await listening(await cookieOf(other.manager));
    await Promise.all([page.next(), left.next()]);

    await api.made(`/people/${other.rep}/reporting-lines`, { managerId: mine.manager });
    await ready(loops.other);
    await ready(loops.mine);
    expect((await page.next())!.sort()).toEqual([loops.mine, loops.other].sort());

    await withToken(browser, '/api/v1/sign-out', { method: 'POST' });
    await ready(loops.mine);
    expect(await page.next()).toBeUndefined();
    left.leave();
  });

  it('is one of a few of its session, and leaves room when it goes', async () => {
    const cookie = await cookieOf(mine.manager);
    const pages = [];
    for (let n = 0; n < MOST_OF_A_SESSION; n++) pages.push(await listening(cookie));
    const oneMore = await listening(cookie);
    expect(oneMore.status).toBe(429);
    oneMore.leave();
    pages.pop()!.leave();
    let again = await listening(cookie);
    while (again.status === 429) {
      again.leave();
      again = await listening(cookie);
    }
    expect(again.status).toBe(200);
    for (const page of [...pages, again]) page.leave();
  });

  it('is no machine, and knows that the stream has no end', async () => {
    expect((await api.ask('GET', '/events', { headers: { accept: 'text/event-stream' } })).status).toBe(403);
    const browser = await signedInAs(api, mine.manager);
    expect((await browser.go('/api/v1/events')).status).toBe(406);
  });
});
