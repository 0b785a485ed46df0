import { as, startTestApi, type TestApi } from '../../../test/support/api.js';
import { agree, aTeam, logOf, openLoop, type Team } from '../../../test/support/coaching.js';
import { startLanes, type Lanes } from '../../../test/support/lanes.js';
import { aCadence } from '../../../test/support/organisation.js';
import { formOf, TestBrowser, type Shown } from '../../../test/support/browser.js';
import { createLinks, type ActLink } from '../../channels/links.js';
import { draftKey, keepDraft } from '../../store/coaching/drafts.js';
import { FAILURES_PER_MINUTE } from '../common/limits.js';

const PUBLIC = 'https://coaching.example.com';
const SECRET = 'the newest secret, of thirty-two bytes at least';
const OLDER = 'an older secret, which is still believed by all';
const SETTINGS = { linkSecrets: [SECRET, OLDER], publicUrl: PUBLIC };
const MORNING = '2026-03-11T09:00:00+01:00';
const manager = { at: '-P3D', to: 'manager', via: ['email'] };
const cadence = { ...aCadence, ladders: { ...aCadence.ladders, observe: [manager] } };

/** A manager reads their mail somewhere, without a session. Times are Berlin's. */
describe('a link in a mail', () => {
  let api: TestApi;
  let lanes: Lanes;
  let team: Team;
  let loop: string;
  let browser: TestBrowser;

  async function aMail(language = 'en'): Promise<void> {
    team = await aTeam(api, cadence);
    await api.ask('PATCH', `/people/${team.manager}`, { body: { language } });
    loop = await openLoop(api, team);
    await lanes.liveUntil(MORNING);
  }

  beforeEach(async () => {
    api = await startTestApi({ settings: SETTINGS });
    lanes = await startLanes(api, undefined, [SECRET]);
    browser = new TestBrowser(PUBLIC, api.url);
    await agree(api);
  });
  afterEach(async () => {
    await lanes.end();
    await api.close();
  });

  /** Where the button of the newest mail that says this leads. */
  function linkOf(label: string): string {
    const found = new RegExp(`^- ${label}: (\\S+)$`, 'm').exec(lanes.mail.messages().at(-1)!.text);
    if (!found) throw new Error(`no ${label} in ${lanes.mail.messages().at(-1)?.text}`);
    return found[1]!;
  }

  const send = (page: Shown, more: Record<string, string> = {}): Promise<Shown> => {
    const { action, fields } = formOf(page);
    return browser.go(action, { form: { ...fields, ...more } });
  };

  const kindsOf = async (id = loop): Promise<string[]> => (await logOf(api, id)).map(({ kind }) => kind);
  const visits = async (): Promise<unknown[]> =>
    (await api.get<{ items: unknown[] }>(`/joint-visits?rep=${team.rep}`)).body.items;

  it('does nothing however often it is opened, and once what its page says when that is sent', async () => {
    await aMail();
    const link = linkOf('Plan a visit');
    expect(link.length).toBeLessThan(900);
    const before = await kindsOf();
    for (let times = 0; times < 10; times++) {
      const method = times % 2 === 0 ? 'GET' : 'HEAD';
      expect((await browser.go(link, { method })).status).toBe(200);
    }
    expect(await kindsOf()).toEqual(before);
    expect(await visits()).toEqual([]);

    const page = await browser.go(link);
    expect(page.body).toContain('<h1>Plan a visit</h1>');
    expect(page.body).toMatch(/Ana \d+ · Objection handling/);
    expect(page.body).toMatch(/no HCP or patient names/);
    expect(page.body).not.toMatch(/<script|\son\w+=|<img|src=/);
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(browser.cookies.size).toBe(0);

    const filled = { day: '2026-03-13', time: '10:00', institution: 'Clinic B' };
    const noted = await send(page, filled);
    expect(noted).toMatchObject({ status: 200 });
    expect(noted.body).toContain('Noted. Thank you.');
    expect(noted.body).toContain(`href="${PUBLIC}/"`);
    expect((await send(page, filled)).body).toContain('Noted. Thank you.');
    expect((await send(page, { ...filled, time: '11:00' })).body).toContain('This was sent already');
    expect(await visits()).toMatchObject([
      { at: '2026-03-13T09:00:00.000Z', institution: 'Clinic B', observers: [team.manager] },
    ]);
  });

  it('acts as its person, which log and audit say: who told and who read, by a link', async () => {
    await aMail();
    await send(await browser.go(linkOf('No opportunity yet')), { until: '2026-03-20' });
    expect((await logOf(api, loop)).at(-1)).toMatchObject({ kind: 'noOpportunity', actorId: team.manager });
    // Opened once more by who does not lead them any more: a manager's own reps are no news.
    await api.made(`/people/${team.rep}/reporting-lines`, { managerId: team.secondLine });
    await browser.go(linkOf('Plan a visit'));
    const [delivery] = await api.dataSource.query<{ id: string }[]>('SELECT id FROM delivery');
    const audited = await api.dataSource.query<Record<string, unknown>[]>(
      `SELECT DISTINCT event, person_id AS person, by_id AS by FROM audit_entry WHERE by_kind = 'link' ORDER BY event`,
    );
    expect(audited.map(({ event }) => event)).toEqual(['read']);
    for (const entry of audited) expect(entry).toMatchObject({ person: team.manager, by: delivery!.id });
  });

  it('sent without anything does nothing, and shows its page', async () => {
    await aMail();
    const before = await kindsOf();
    const page = await browser.go(linkOf('No opportunity yet'), { method: 'POST' });
    expect(page.status).toBe(400);
    expect(page.body).toContain('<form');
    expect(await kindsOf()).toEqual(before);
  });

  it('counts as one request of its address, whatever it asks of the API', async () => {
    await aMail();
    const link = linkOf('Plan a visit');
    const left = async (): Promise<number> =>
      Number((await browser.go(link)).headers.get('x-ratelimit-remaining'));
    const before = await left();
    expect(await left()).toBe(before - 1);
  });

  it('says kindly what happened meanwhile, by whom and when', async () => {
    await aMail();
    const link = linkOf('I saw it already');
    const page = await browser.go(link);
    expect((await send(page, { day: '2026-03-11' })).body).toContain('Nothing was filled in yet');
    const rating = /name="(rating\/[^"]+)"/.exec(page.body)![1]!;
    await send(page, { day: '2026-03-11', [rating]: '2', talked: 'yes' });
    api.clock.time += 60_000;
    await lanes.lookAll();
    const over = await browser.go(link);
    expect(over).toMatchObject({ status: 200 });
    expect(over.body).toMatch(/Done meanwhile · Lena \d+ · Wed 11 March 09:00/);
    expect(over.body).not.toContain('<form');
    expect(await send(page, { day: '2026-03-11', [rating]: '2', talked: 'yes' })).toMatchObject({
      status: 409,
    });
    expect((await kindsOf()).filter((kind) => kind === 'observed')).toHaveLength(1);
  });

  it('keeps what was typed, and says at each field what is wrong with it', async () => {
    await aMail();
    const page = await browser.go(linkOf('Plan a visit'));
    const again = await send(page, { day: '', time: '10:30', institution: `"><b>${'x'.repeat(200)}` });
    expect(again.status).toBe(422);
    expect(again.body).toContain('Something here is missing or cannot be read.');
    expect(again.body).toMatch(/name="day"[^>]*aria-invalid="true" aria-describedby="f0-error"/);
    expect(again.body).toContain('<p class="error" id="f0-error">This is needed.</p>');
    expect(again.body).toContain('This is too long.');
    expect(again.body).toContain('value="10:30"');
    expect(again.body).toContain(`value="&quot;&gt;&lt;b&gt;${'x'.repeat(200)}"`);
    expect((await send(again, { day: '2026-03-13', time: '10:30' })).body).toContain('Noted. Thank you.');
  });

  it('shows no text that was written since, and reaches no loop that the mail did not speak of', async () => {
    await aMail();
    await api.made(`/enrolments/${loop}/observations`, {
      observer: team.manager,
      ratings: { asksFirst: 2 },
      evidence: 'A sentence nobody else may read',
      talked: true,
      action: { text: 'If they name a competitor, then I ask first.' },
    });
    const other = await aTeam(api, cadence);
    await openLoop(api, { ...team, training: other.training }, other.program);
    const items = [{ enrolment: loop, subject: 'observe/first' }];
    const begun = { institution: 'Begun elsewhere' };
    const now = api.clock.now();
    await keepDraft(api.dataSource.manager, team.manager, draftKey('planVisit', items), begun, now);
    const itself = as(api, team.manager);
    const inApp = await itself.post('/acts/form', { action: 'sawAlready', items });
    for (const said of ['If they name a competitor', `rating/${other.capability.code}/`])
      expect(JSON.stringify(inApp.body)).toContain(said);

    for (const label of ['Plan a visit', 'I saw it already']) {
      const { body } = await browser.go(linkOf(label));
      expect(body).toContain('<form');
      for (const said of [
        'If they name a competitor',
        'nobody else may read',
        'Begun elsewhere',
        other.capability.code,
      ])
        expect(body).not.toContain(said);
    }
  });

  it.each([
    ['cut off', (link: string) => link.slice(0, -9)],
    [
      'altered',
      (link: string) => link.replace(/\.(\w{20})/, (_, part: string) => `.${[...part].reverse().join('')}`),
    ],
    ['of another purpose', (link: string) => link.replace('/act/', '/unsubscribe/')],
    ['made up', () => `${PUBLIC}/act/x`],
    [
      'unsigned',
      (link: string) =>
        `${PUBLIC}/act/${Buffer.from('{"alg":"none"}').toString('base64url')}.${link.split('.')[1]}.`,
    ],
  ])('%s leads to nothing, and says no more', async (_, spoil) => {
    await aMail();
    for (const method of ['GET', 'POST']) {
      const page = await browser.go(spoil(linkOf('No opportunity yet')), {
        method,
        ...(method === 'POST' && { form: { until: '2026-03-20' } }),
      });
      expect(page.status).toBe(404);
      expect(page.body).toContain('There is nothing here');
      expect(page.body).not.toMatch(/Lena|Ana/);
    }
    expect(await kindsOf()).not.toContain('noOpportunity');
  });

  it('that is guessed counts against the address it comes from', async () => {
    const alone = await startTestApi({ alone: true, settings: SETTINGS });
    const guesser = new TestBrowser(PUBLIC, alone.url);
    for (let times = 0; times < FAILURES_PER_MINUTE; times++)
      expect((await guesser.go('/act/guessed')).status).toBe(404);
    const page = await guesser.go('/act/guessed');
    expect(page).toMatchObject({ status: 429 });
    expect(page.body).toContain('One moment, please');
    expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0);
    await alone.close();
  });

  it('holds for thirty days, then leads kindly to the app', async () => {
    await aMail();
    const link = linkOf('No opportunity yet');
    api.clock.time = Date.parse(MORNING) + 29 * 86_400_000;
    expect((await browser.go(link)).status).toBe(200);
    api.clock.time += 2 * 86_400_000;
    const page = await browser.go(link);
    expect(page.status).toBe(410);
    expect(page.body).toContain('This link is too old');
    expect(page.body).toContain(`href="${PUBLIC}/"`);
    expect((await browser.go(link, { form: { until: '2026-05-01' } })).status).toBe(410);
  });

  it('signed by a secret that was followed by another still holds; by one that nobody knows it does not', async () => {
    await aMail();
    const link = await linkFor({ action: 'noOpportunity' }, OLDER);
    expect((await browser.go(link)).status).toBe(200);
    expect((await browser.go(await linkFor({}, 'a secret of somebody else, long enough'))).status).toBe(404);
  });

  it('is refused kindly for what is not one’s own, for whoever left, and for whoever was never sent it', async () => {
    await aMail();
    const link = linkOf('No opportunity yet');
    const stranger = await aTeam(api, cadence);
    const theirs = await openLoop(api, stranger);
    const refused = await browser.go(
      await linkFor({ items: [{ enrolment: theirs, subject: 'observe/first' }] }),
    );
    expect(refused.status).toBe(403);
    expect(refused.body).toContain('This is somebody else’s by now');
    expect((await browser.go(await linkFor({ personId: stranger.manager }))).status).toBe(404);

    await api.made(`/people/${team.rep}/reporting-lines`, { managerId: stranger.manager });
    await lanes.changeRosters();
    const moved = await browser.go(link, { form: { until: '2026-03-20' } });
    expect(moved.status).toBe(409);
    expect(moved.body).toContain('Things changed meanwhile');
    await api.ask('PATCH', `/people/${team.manager}`, { body: { activeUntil: '2026-03-10' } });
    const gone = await browser.go(link, { form: { until: '2026-03-20' } });
    expect(gone.status).toBe(410);
    expect(gone.body).toContain('does not work here any more');
    expect(await kindsOf()).not.toContain('noOpportunity');
  });

  it('says kindly that a fault was mended, to whoever was told of it and sees the loop no more', async () => {
    const cover = [{ at: 'P0D', to: 'programOwner', via: ['email'], stall: true }];
    team = await aTeam(api, { ...aCadence, ladders: { ...aCadence.ladders, cover } });
    loop = await openLoop(api, team);
    await api.made(`/people/${team.rep}/reporting-lines`, { managerId: null });
    await lanes.changeRosters();
    await lanes.liveUntil('2026-03-25T12:00:00+01:00');
    const link = linkOf('Name someone…');
    expect((await browser.go(link)).status).toBe(200);
    await api.made(`/people/${team.rep}/reporting-lines`, { managerId: team.manager });
    await lanes.changeRosters();
    await lanes.lookAll();
    const page = await browser.go(link);
    expect(page.status).toBe(200);
    expect(page.body).toMatch(/Done meanwhile · .*There is nothing left to do here/);
    expect(page.body).not.toMatch(/Ana \d|<form/);
  });

  it('speaks the language of its person', async () => {
    await aMail('de');
    const page = await browser.go(linkOf('Besuch planen'));
    expect(page.body).toContain('<html lang="de" dir="ltr">');
    expect(page.body).toContain('<h1>Besuch planen</h1>');
    expect(page.body).toContain('handelt im Namen von Lena');
    expect((await send(page, { day: '', time: '10:00' })).body).toContain('role="alert"');
    const lost = await browser.go('/act/x', { headers: { 'accept-language': 'de-AT,de;q=0.9' } });
    expect(lost.body).toContain('Hier ist nichts');
  });

  it('takes no ten megabytes and nothing but a form, and says so in words', async () => {
    await aMail();
    const link = linkOf('Plan a visit');
    const long = await browser.go(link, { form: { institution: 'x'.repeat(10_000_000) } });
    expect(long.status).toBe(413);
    expect(long.body).toContain('This is too long');
    const reply = await fetch(`${api.url}${new URL(link).pathname}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"until":"2026-03-20"}',
    });
    expect([reply.status, reply.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
  });

  async function linkFor(given: Partial<ActLink>, secret = SECRET): Promise<string> {
    const [delivery] = await api.dataSource.query<{ id: string }[]>('SELECT id FROM delivery');
    const link: ActLink = {
      personId: team.manager,
      deliveryId: delivery!.id,
      action: 'noOpportunity',
      items: [{ enrolment: loop, subject: 'observe/first' }],
      ...given,
    };
    return `${PUBLIC}/act/${await createLinks([secret]).act.sign(link, api.clock.now())}`;
  }
});
