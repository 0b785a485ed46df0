import { signature } from '../../../demo/parts/slack-app.js';
import type { SlackMessage, SlackUser } from '../../../demo/parts/slack-workspace.js';
import type { TestApi } from '../../../test/support/api.js';
import { aTeam, agree, logOf, openLoop, type Team } from '../../../test/support/coaching.js';
import { aCadence, addPerson } from '../../../test/support/organisation.js';
import { startSlackStory, type SlackStory } from '../../../test/support/slack.js';

const MANAGER = { at: '-P3D', to: 'manager', via: ['slack'] };
const REP = { at: '-P3D', to: 'rep', via: ['slack'] };
const cadence = {
  ...aCadence,
  ladders: { ...aCadence.ladders, observe: [MANAGER], acknowledge: [REP], feedback: [MANAGER] },
};

let story: SlackStory;
let team: Team;
let loop: string;
let manager: SlackUser;

beforeEach(async () => {
  story = await startSlackStory();
  await agree(story.api);
  team = await aTeam(story.api, cadence);
  loop = await openLoop(story.api, team);
  await story.lanes.liveUntil('2026-03-11T09:00:00+01:00');
  manager = card().user;
});
afterEach(() => story.end());

const card = (): SlackMessage => story.slack.messages()[0]!;
const shown = (view: unknown): string => JSON.stringify(view);
const kinds = async (): Promise<string[]> => (await logOf(story.api, loop)).map(({ kind }) => kind);

/** The manager writes down elsewhere what they saw. */
const seen = (api: TestApi): Promise<unknown> =>
  api.made(`/enrolments/${loop}/observations`, {
    observer: team.manager,
    happenedAt: '2026-03-11T07:30:00Z',
    ratings: { asksFirst: 2 },
    evidence: 'Asked first.',
    suggestion: 'Ask again.',
    talked: true,
  });

/** As Slack would send it; with another secret, time or body where the story says so. */
async function send(
  path: string,
  body: string,
  { secret = story.slack.signingSecret, at = story.api.clock.now(), sign = body } = {},
): Promise<number> {
  const timestamp = String(Math.floor(at / 1_000));
  const reply = await fetch(`${story.api.url}/api/v1/slack/${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': signature(secret, timestamp, sign),
    },
    body,
  });
  return reply.status;
}

const pressOf = (value: string, user = manager, team_id = 'T0STANDIN'): string =>
  new URLSearchParams({
    payload: JSON.stringify({
      type: 'block_actions',
      team: { id: team_id },
      user: { id: user.id },
      trigger_id: 'none',
      container: { type: 'message' },
      message: { ts: '1.2' },
      actions: [{ action_id: 'x', type: 'button', value }],
    }),
  }).toString();

const ready = (): string => JSON.stringify(['sayReady', [loop, 'observe/first']]);

/** The rep's own button, pressed by hand. */
async function repAsMember(): Promise<SlackUser> {
  const { body } = await story.api.get<{ email: string; name: string }>(`/people/${team.rep}`);
  return story.slack.keepUser(body);
}

describe('what Slack sends', () => {
  it('is refused unless Slack signed it just now, byte for byte, for this workspace', async () => {
    const rep = await repAsMember();
    const body = pressOf(ready(), rep);
    const now = story.api.clock.now();
    expect(await send('interactions', body, { secret: 'somebody else’s' })).toBe(401);
    expect(await send('interactions', body, { sign: `${body} ` })).toBe(401);
    expect(await send('interactions', body, { at: now - 5 * 60_000 - 1_000 })).toBe(401);
    expect(await send('interactions', body, { at: now + 5 * 60_000 + 1_000 })).toBe(401);
    expect(await send('interactions', pressOf(ready(), rep, 'T0OTHER'))).toBe(403);
    const unsigned = await story.api.post('/slack/interactions', { payload: '{}' });
    expect(unsigned.status).toBe(401);
    expect(await kinds()).not.toContain('readyDeclared');
    expect(await send('interactions', body)).toBe(200);
  });

  it('does nothing twice where it is sent again', async () => {
    const rep = await repAsMember();
    const before = (await kinds()).length;
    for (let times = 0; times < 3; times++)
      expect(await send('interactions', pressOf(ready(), rep))).toBe(200);
    expect((await kinds()).length).toBe(before + 1);
  });

  it('is read as nothing where it is nothing of ours', async () => {
    expect(await send('interactions', 'payload=%7Bnot')).toBe(400);
    expect(await send('interactions', pressOf('["fly",["x","y"]]'))).toBe(200);
    expect(await send('interactions', pressOf('[]'))).toBe(200);
    expect(await send('events', 'type=url_verification')).toBe(400);
  });
});

describe('a button with questions', () => {
  it('opens a window, shows what is wrong at its field, and does it once it is right; the card follows', async () => {
    const { slack, api } = story;
    expect(await slack.press(card(), 'planVisit-0')).toBe(200);
    const view = slack.modal(manager)!;
    expect(view).toMatchObject({ title: 'Plan a visit', submit: 'Send', close: 'Close' });
    expect(shown(view.blocks)).toMatch(/Days that suit you both/);

    await slack.submit(manager, { time: '10:00', institution: 'Clinic B' });
    expect(slack.modal(manager)?.errors).toEqual({ 'day#offered': 'This is needed.' });
    await slack.submit(manager, { day: '2026-03-13', time: '10:00', institution: 'Clinic B' });
    expect(slack.modal(manager)).toBeUndefined();
    const { body } = await api.get<{ items: object[] }>(`/joint-visits?rep=${team.rep}`);
    expect(body.items).toMatchObject([{ at: '2026-03-13T09:00:00.000Z', observers: [team.manager] }]);
    await story.lanes.settle();
    expect(shown(card().blocks)).toContain('together on Friday at 10:00, Clinic B');
  });

  it('takes a day that is proposed', async () => {
    const { slack, api } = story;
    await slack.press(card(), 'planVisit-0');
    const offered = slack.modal(manager)!.blocks.find(({ block_id }) => block_id === 'day#offered')!;
    const [first] = (offered.element as { options: { value: string }[] }).options;
    await slack.submit(manager, { 'day#offered': first!.value, time: '10:00' });
    const { body } = await api.get<{ items: { at: string }[] }>(`/joint-visits?rep=${team.rep}`);
    expect(body.items[0]!.at).toBe(`${first!.value}T09:00:00.000Z`);
  });

  it('keeps what was written in a window that was closed, for whoever wrote it, until it is sent', async () => {
    const { slack, api } = story;
    await slack.press(card(), 'sawAlready-0');
    const evidence = slack
      .modal(manager)!
      .blocks.find(({ block_id }) => String(block_id).startsWith('evidence/'))!;
    const name = String(evidence.block_id);
    await slack.close(manager, { [name]: 'Asked what matters most <!channel>.', talked: 'yes' });
    await slack.press(card(), 'sawAlready-0');
    const again = slack.modal(manager)!.blocks;
    const element = again.find(({ block_id }) => block_id === name)!.element;
    expect(element).toMatchObject({ initial_value: 'Asked what matters most <!channel>.' });

    await slack.submit(manager, { day: '2026-03-10', [name]: 'Asked what matters most.', talked: 'yes' });
    expect(slack.modal(manager)).toBeUndefined();
    expect(await kinds()).toContain('observed');
    expect(await api.dataSource.query('SELECT 1 FROM draft')).toEqual([]);
  });

  it('says what happened meanwhile, in a window that is open, and keeps what was written', async () => {
    const { slack, api } = story;
    await slack.press(card(), 'sawAlready-0');
    const block = slack
      .modal(manager)!
      .blocks.find(({ block_id }) => String(block_id).startsWith('evidence/'))!;
    await seen(api);
    await story.lanes.lookAll();
    await slack.submit(manager, { day: '2026-03-10', [String(block.block_id)]: 'Asked first.' });
    expect(shown(slack.modal(manager)!.blocks)).toMatch(/Done meanwhile · .*nothing left to do here/);
    expect(await api.dataSource.query('SELECT 1 FROM draft')).toHaveLength(1);
  });

  it('shows nothing new in a window where it is done already', async () => {
    const { slack, api } = story;
    const old = { ...card() };
    await seen(api);
    await story.lanes.lookAll();
    await slack.press(old, 'planVisit-0');
    const view = slack.modal(manager)!;
    expect(view.submit).toBeUndefined();
    expect(shown(view.blocks)).toMatch(/Done meanwhile/);
  });
});

describe('a button without questions', () => {
  beforeEach(async () => {
    await seen(story.api);
    await story.lanes.liveUntil('2026-03-16T12:00:00+01:00');
  });
  const theirs = (): SlackMessage =>
    story.slack.messages().findLast(({ blocks }) => shown(blocks).includes('confirm-0'))!;

  it('does it at once, however often it is pressed, says so on the card, and in the home tab', async () => {
    const { slack } = story;
    const message = theirs();
    await slack.openHome(message.user);
    expect(shown(slack.home(message.user)!.blocks)).toContain('confirm-0');
    const statuses = await Promise.all([1, 2, 3].map(() => slack.press(message, 'confirm-0')));
    expect(statuses).toEqual([200, 200, 200]);
    expect((await kinds()).filter((kind) => kind === 'acknowledged')).toHaveLength(1);
    await story.lanes.settle();
    expect(shown(theirs() ?? message.blocks)).not.toContain('confirm-0');
    expect(message.edits.length).toBe(1);
    await slack.waitForView(
      () => !shown(slack.home(message.user)!.blocks).includes('confirm-0') || undefined,
    );
    expect(slack.besides(message.user)).toEqual([]);
  });

  it('says kindly that it is done, or not theirs, to whoever pressed alone', async () => {
    const { slack, api } = story;
    const message = theirs();
    const value = message
      .blocks!.flatMap(({ elements }) => (elements ?? []) as { action_id: string; value: string }[])
      .find(({ action_id }) => action_id === 'confirm-0')!.value;
    const stranger = await addPerson(api, { name: 'Mia', email: 'mia@example.com', language: 'de' });
    expect(stranger).toBeTruthy();
    const mia = slack.keepUser({ email: 'mia@example.com' });
    await slack.press({ ...message, user: mia }, 'confirm-0');
    expect((await slack.waitForBeside(mia)).text).toBe(
      'Das liegt nicht oder nicht mehr bei Ihnen. Wer zuständig ist, sieht es in den eigenen Nachrichten.',
    );
    expect(JSON.parse(value)[0]).toBe('confirm');
    expect(await kinds()).not.toContain('acknowledged');

    await slack.press(message, 'confirm-0');
    await story.lanes.lookAll();
    await slack.press({ ...message, edits: [{ text: '', until: '2026-03-16T11:00:00Z' }] }, 'confirm-0');
    expect((await slack.waitForBeside(message.user)).text).toMatch(/^Done meanwhile · Ana \d+ · /);
  });

  it('says so where nobody here has the address, or has left', async () => {
    const { slack, api } = story;
    const nobody = slack.keepUser({ email: 'nobody@example.com' });
    await slack.press({ ...theirs(), user: nobody }, 'confirm-0');
    expect((await slack.waitForBeside(nobody)).text).toMatch(/^Nobody here has the mail address/);
    await addPerson(api, { email: 'gone@example.com', activeUntil: '2026-03-01' });
    const gone = slack.keepUser({ email: 'gone@example.com' });
    await slack.press({ ...theirs(), user: gone }, 'confirm-0');
    expect((await slack.waitForBeside(gone)).text).toMatch(/^You are not in the organisation any more/);
    expect(await kinds()).not.toContain('acknowledged');
  });
});

describe('the home tab and the command', () => {
  it('show what waits, with the buttons of the messages, and say so where nothing does', async () => {
    const { slack } = story;
    expect(await slack.openHome(manager)).toBe(200);
    const home = shown(slack.home(manager)!.blocks);
    expect(home).toMatch(/one thing is in your queue.*See Ana \d+ with a customer.*planVisit-0/);
    await slack.pressHome(manager, 'planVisit-0');
    expect(slack.modal(manager)?.title).toBe('Plan a visit');

    await slack.command(manager, '');
    const beside = await slack.waitForBeside(manager);
    expect(shown(beside.blocks)).toMatch(/See Ana \d+ with a customer/);
    const rep = await repAsMember();
    await slack.openHome(rep);
    expect(shown(slack.home(rep)!.blocks)).toContain('Nothing is waiting for you.');
  });

  it('of who has opened it lately follows what is done elsewhere; nobody else is shown one', async () => {
    const { slack, lanes, api } = story;
    await slack.openHome(manager);
    expect(shown(slack.home(manager)!.blocks)).toContain('planVisit-0');
    await seen(api);
    await lanes.settle();
    await slack.waitForView(() => !shown(slack.home(manager)!.blocks).includes('planVisit-0') || undefined);
    const rep = await repAsMember();
    expect(slack.home(rep)).toBeUndefined();
  });

  it('help in the language of whoever asks', async () => {
    const { slack, api } = story;
    await addPerson(api, { email: 'lena@example.com', language: 'de' });
    const lena = slack.keepUser({ email: 'lena@example.com' });
    await slack.command(lena, 'help');
    expect((await slack.waitForBeside(lena)).text).toMatch(/^\/followthrough zeigt, was auf Sie wartet\./);
    await slack.openHome(lena);
    expect(shown(slack.home(lena)!.blocks)).toContain('Nichts wartet auf Sie.');
  });
});

describe('Slack that is busy', () => {
  it('is asked again as it says, where there is time', async () => {
    const { slack } = story;
    slack.fail({ kind: 'rateLimited', retryAfterSeconds: 1, method: 'views.open' });
    await slack.press(card(), 'planVisit-0');
    expect(slack.modal(manager)?.title).toBe('Plan a visit');
  });

  it('leaves whoever pressed not without an answer, within three seconds', async () => {
    const { slack } = story;
    slack.fail({ kind: 'rateLimited', retryAfterSeconds: 30, method: 'views.open' });
    expect(await slack.press(card(), 'planVisit-0')).toBe(200);
    expect((await slack.waitForBeside(manager)).text).toMatch(/^That did not work just now/);
    slack.fail({ kind: 'slow', ms: 2_300, method: 'users.info' });
    const other = slack.keepUser({ email: 'slow@example.com' });
    const began = performance.now();
    expect(await slack.press({ ...card(), user: other }, 'planVisit-0')).toBe(200);
    expect(performance.now() - began).toBeLessThan(2_900);
    expect((await slack.waitForBeside(other)).text).toMatch(/^Nobody here/);
  });

  it('to say who asks leaves them not without an answer either, and says late what did not work', async () => {
    const { slack } = story;
    slack.fail({ kind: 'slow', ms: 3_500, method: 'users.info' });
    const other = slack.keepUser({ email: 'slower@example.com' });
    const began = performance.now();
    await slack.command(other, 'help');
    expect(performance.now() - began).toBeLessThan(2_400);
    expect((await slack.waitForBeside(other)).text).toMatch(/^That did not work just now/);
  });
});
