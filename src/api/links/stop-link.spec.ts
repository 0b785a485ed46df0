import { as, startTestApi, type TestApi } from '../../../test/support/api.js';
import { formOf, TestBrowser } from '../../../test/support/browser.js';
import { agree, aTeam, logOf, openLoop, type Team } from '../../../test/support/coaching.js';
import { startLanes, type Lanes } from '../../../test/support/lanes.js';
import { aCadence } from '../../../test/support/organisation.js';

const PUBLIC = 'https://coaching.example.com';
const SECRET = 'the only secret, of thirty-two bytes at least';
const to = (audience: string, at: string) => ({ at, to: audience, via: ['email'], stall: true });
const cadence = {
  ...aCadence,
  ladders: {
    ...aCadence.ladders,
    observe: [{ at: 'P0D', to: 'manager', via: ['email'] }, to('programOwner', 'P3D'), to('sponsor', 'P6D')],
  },
};

/** What nobody waits for can be stopped by one press, also by a mail client's own button (RFC 8058). */
describe('a message that nobody waits for', () => {
  let api: TestApi;
  let lanes: Lanes;
  let team: Team;
  let loop: string;
  let sponsor: string;
  let browser: TestBrowser;

  beforeEach(async () => {
    api = await startTestApi({ settings: { linkSecrets: [SECRET], publicUrl: PUBLIC } });
    lanes = await startLanes(api, undefined, [SECRET]);
    browser = new TestBrowser(PUBLIC, api.url);
    await agree(api);
    team = await aTeam(api, cadence);
    sponsor = (await aTeam(api)).owner;
    await api.dataSource.query('UPDATE program SET sponsor_id = $1 WHERE id = $2', [
      sponsor,
      team.program.id,
    ]);
    await api.ask('PATCH', `/people/${team.rep}`, { body: { preferredChannel: 'email' } });
    loop = await openLoop(api, team);
  });
  afterEach(async () => {
    await lanes.end();
    await api.close();
  });

  const mailTo = async (person: string) => {
    const [{ email }] = await api.dataSource.query<[{ email: string }]>(
      'SELECT email FROM person WHERE id = $1',
      [person],
    );
    return lanes.mail.messages().findLast((mail) => mail.to.includes(email));
  };
  const stopAt = (headers: Record<string, string>): string =>
    /^<(https:[^>]+)>$/.exec(headers['list-unsubscribe']!.replaceAll(/\s+/g, ''))![1]!;

  /** As a mail client does: it follows nothing, keeps no cookie, and reads no page. */
  const oneClick = (link: string, body: URLSearchParams | FormData) =>
    fetch(new URL(new URL(link).pathname, api.url), { method: 'POST', body, redirect: 'manual' });

  async function askedMonthly(): Promise<void> {
    for (let day = 1; day <= 30; day++) {
      await lanes.liveUntil(`2026-04-${String(day).padStart(2, '0')}T06:00:00Z`);
      await lanes.askMonthly();
    }
    await lanes.liveUntil('2026-05-02T12:00:00Z');
  }

  it('says so in its headers, is stopped by one POST, and does not come again', async () => {
    await askedMonthly();
    const mail = (await mailTo(team.rep))!;
    expect(mail.text).toContain('did someone see you use');
    expect(mail.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
    expect(mail.text).not.toContain('cannot be switched off');
    const link = stopAt(mail.headers);
    const itself = as(api, team.rep);
    for (let times = 0; times < 10; times++) expect((await browser.go(link)).status).toBe(200);
    expect((await itself.get('/me/subscriptions')).body).toMatchObject({ pulse: true, counts: true });

    const form = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
    expect((await oneClick(link, form)).status).toBe(200);
    expect((await itself.get('/me/subscriptions')).body).toMatchObject({ pulse: false, counts: true });
    const before = await questions();
    for (let day = 1; day <= 31; day++) {
      api.clock.time = Date.parse(`2026-06-${String(Math.min(day, 30)).padStart(2, '0')}T06:00:00Z`);
      await lanes.askMonthly();
    }
    expect(await questions()).toBe(before);
  });

  const questions = async (): Promise<number> =>
    (await api.dataSource.query<unknown[]>('SELECT 1 FROM pulse WHERE person_id = $1', [team.rep])).length;

  it('that stands ready when it is stopped is not brought', async () => {
    for (let day = 1; (await questions()) === 0; day++) {
      await lanes.liveUntil(`2026-04-${String(day).padStart(2, '0')}T06:00:00Z`);
      await lanes.askMonthly();
    }
    await as(api, team.rep).ask('PUT', '/me/subscriptions', { body: { pulse: false, counts: true } });
    await lanes.liveUntil('2026-05-10T12:00:00Z');
    expect(lanes.mail.messages().filter(({ text }) => text.includes('did someone see you use'))).toEqual([]);
    expect(
      await api.dataSource.query(`SELECT DISTINCT state FROM nudge WHERE obligation LIKE 'pulse/%'`),
    ).toEqual([{ state: 'withdrawn' }]);
  });

  it('is stopped as a form of several parts, too, and taken back on the page', async () => {
    await askedMonthly();
    const link = stopAt((await mailTo(team.rep))!.headers);
    const parts = new FormData();
    parts.set('List-Unsubscribe', 'One-Click');
    expect((await oneClick(link, parts)).status).toBe(200);
    const page = await browser.go(link);
    expect(page.body).toContain('They come no more');
    const { action, fields } = formOf(page);
    expect((await browser.go(action, { form: fields })).body).toContain('They come again');
    const itself = as(api, team.rep);
    expect((await itself.get('/me/subscriptions')).body).toMatchObject({ pulse: true, counts: true });
    const ask = formOf(await browser.go(link));
    expect((await browser.go(ask.action, { form: ask.fields })).body).toContain('They come no more');
  });

  it('is stopped by a POST of nothing, and leaves alone what else is chosen at the same time', async () => {
    await askedMonthly();
    const link = stopAt((await mailTo(team.rep))!.headers);
    const itself = as(api, team.rep);
    const [stopped, chosen] = await Promise.all([
      browser.go(link, { method: 'POST' }),
      itself.ask('PUT', '/me/subscriptions', { body: { counts: false } }),
    ]);
    expect([stopped.status, chosen.status]).toEqual([200, 200]);
    expect((await itself.get('/me/subscriptions')).body).toMatchObject({ pulse: false, counts: false });
    await itself.ask('PUT', '/me/subscriptions', { body: { counts: true } });
    expect((await itself.get('/me/subscriptions')).body).toMatchObject({ pulse: false, counts: true });
  });

  it('of counts goes on to the next above as if it had been told, and the timeline says why', async () => {
    await as(api, team.owner).ask('PUT', '/me/subscriptions', { body: { pulse: true, counts: false } });
    await lanes.liveUntil('2026-04-10T12:00:00Z');
    expect(await mailTo(team.manager)).toBeDefined();
    expect(await mailTo(team.owner)).toBeUndefined();
    const told = (await mailTo(sponsor))!;
    expect(told.headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click');
    const log = await logOf(api, loop);
    expect(log.filter(({ kind }) => kind === 'unwanted')).toMatchObject([
      { data: { obligation: 'observe/first', rung: 1, person: team.owner } },
    ]);
    expect(log.filter(({ kind }) => kind === 'unreachable')).toEqual([]);
    const { body } = await api.get<unknown>(`/enrolments/${loop}/timeline`);
    expect(JSON.stringify(body)).toContain('chose not to be told such counts');
  });

  it('is told apart from what is owed: that mail offers no way to stop it, and says why', async () => {
    await lanes.liveUntil('2026-03-18T12:00:00Z');
    const mail = (await mailTo(team.manager))!;
    expect(mail.headers).not.toHaveProperty('list-unsubscribe');
    expect(mail.headers).not.toHaveProperty('list-unsubscribe-post');
    for (const said of [mail.text, mail.html]) expect(said).toContain('it cannot be switched off');
    expect(mail.text).toContain(`Choose how these come: ${PUBLIC}/settings/notifications`);
  });

  it('is changed by nobody but its person', async () => {
    expect((await api.get('/me/subscriptions')).status).toBe(422);
    expect((await browser.go(`${PUBLIC}/unsubscribe/x`)).status).toBe(404);
  });
});
