import { LAUNCH_WAVE } from '../cadence-templates.js';
import { accepts, type Intent } from './acceptance.js';
import { Player } from './testing/player.js';
import { berlin, CALENDARS, TEAM } from './testing/team.js';

const NOW = berlin('2026-03-10T12:00');

/** A loop with one observation, its feedback and one action. */
function coached(): Player {
  const loop = new Player({
    cadence: LAUNCH_WAVE,
    roster: TEAM,
    calendars: CALENDARS,
    trainedAt: berlin('2026-03-02T17:00'),
  });
  loop.now = NOW;
  const feedback = { givenAt: NOW, level: 3, actions: [{ actionId: 'a', dueAt: null }] };
  loop.tell('observed', {
    observationId: 'o',
    visitId: null,
    observer: 'manager',
    channel: 'remote',
    customer: null,
    prompted: true,
    feedback,
  });
  return loop;
}

const intent = (kind: Intent['kind'], data: object, happenedAt = NOW): Intent =>
  ({ kind, data, happenedAt }) as Intent;

describe('what may be said of a loop', () => {
  it.each([
    [
      'a second feedback',
      intent('feedbackGiven', { observationId: 'o', givenAt: NOW, level: 3, actions: [] }),
      'already',
    ],
    [
      'feedback on nothing',
      intent('feedbackGiven', { observationId: 'x', givenAt: NOW, level: 3, actions: [] }),
      'unknown',
    ],
    ['an answer', intent('acknowledged', { observationId: 'o' }), null],
    [
      'a talk about what nobody disputed',
      intent('regrouped', { observationId: 'o', outcome: 'upheld', level: null }),
      'notNow',
    ],
    ['an action done', intent('actionDone', { actionId: 'a' }), null],
    ['an unknown action done', intent('actionDone', { actionId: 'x' }), 'unknown'],
    ['a resumption without a pause', intent('resumed', {}), 'notNow'],
    ['a reopening before an end', intent('reopened', {}), 'notNow'],
    ['what will happen tomorrow', intent('ready', {}, NOW + 86_400_000), 'future'],
    ['what a clock four minutes ahead tells', intent('ready', {}, NOW + 240_000), null],
    ['a correction of what the loop said', intent('corrected', { factId: 'f000002', data: null }), 'notNow'],
  ])('%s', (_, said, why) => {
    const verdict = accepts(coached().log, said, NOW);
    expect(verdict.ok ? null : verdict.why).toBe(why);
  });

  it('is answered once: the second answer is refused with what is allowed instead', () => {
    const loop = coached();
    loop.tell('acknowledged', { observationId: 'o' });
    const verdict = accepts(
      loop.log,
      intent('disputed', { observationId: 'o', reason: 'didNotHappen' }),
      NOW,
    );
    expect(verdict).toMatchObject({ ok: false, why: 'already' });
    expect(!verdict.ok && verdict.allowed).toEqual(expect.arrayContaining(['actionDone', 'withdrawn']));
    expect(!verdict.ok && verdict.allowed).not.toContain('acknowledged');
  });

  it('after its end is a late truth, a correction or a reopening', () => {
    const loop = coached();
    loop.tell('withdrawn', {});
    loop.now = NOW + 3_600_000;
    const ask = (said: Intent) => accepts(loop.log, said, loop.now);
    expect(ask(intent('ready', {}, loop.now))).toMatchObject({
      ok: false,
      why: 'ended',
      allowed: ['reopened', 'corrected'],
    });
    expect(ask(intent('acknowledged', { observationId: 'o' }, NOW - 60_000))).toEqual({ ok: true });
    expect(ask(intent('reopened', {}, loop.now))).toEqual({ ok: true });
  });
});
