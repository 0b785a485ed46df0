import { readCadence } from './cadence.js';
import { DEMO_SECONDS, LAUNCH_WAVE } from './cadence-templates.js';

const changed = (change: Record<string, unknown>): unknown => ({ ...LAUNCH_WAVE, ...change });
const ladders = (change: Record<string, unknown>): unknown =>
  changed({ ladders: { ...LAUNCH_WAVE.ladders, ...change } });

describe('a cadence document', () => {
  it.each([
    ['launch wave', LAUNCH_WAVE],
    ['demo, in seconds', DEMO_SECONDS],
  ])('of the template "%s" can be published as it stands', (_, document) => {
    expect(readCadence(document)).toEqual({ cadence: document });
  });

  it.each([
    [
      'a duration that is none',
      changed({ feedback: { within: 'two days' } }),
      'feedback.within',
      /P10D \(ten days\)/,
    ],
    [
      'days and hours in one',
      changed({ feedback: { within: 'P1DT2H' } }),
      'feedback.within',
      /cannot be mixed/,
    ],
    [
      'a negative duration',
      changed({ feedback: { within: '-P2D' } }),
      'feedback.within',
      /cannot be negative/,
    ],
    [
      'a field that is none',
      changed({ feedbak: {} }),
      '',
      /no such field: feedbak \(did you mean feedback\?\)/,
    ],
    ['one that is like none', changed({ colourOfTheMail: 1 }), '', /no such field: colourOfTheMail$/],
    ['a schema of another time', changed({ schema: 2 }), 'schema', /reads documents of schema 1/],
    [
      'an audience that is none',
      ladders({ observe: [{ at: 'P0D', to: 'everybody', via: ['email'] }] }),
      'ladders.observe.0.to',
      /rep.*manager/,
    ],
    [
      'a rung without a channel',
      ladders({ observe: [{ at: 'P0D', to: 'manager', via: [] }] }),
      'ladders.observe.0.via',
      /at least one channel/,
    ],
    [
      'rungs that go back in time',
      ladders({
        observe: [
          { at: 'P2D', to: 'manager', via: ['email'] },
          { at: 'P0D', to: 'manager', via: ['email'] },
        ],
      }),
      'ladders.observe.1.at',
      /each step comes later than the one before: P0D is not after P2D/,
    ],
    [
      'feedback asked of somebody who was not there',
      ladders({ feedback: [{ at: 'P0D', to: 'coCoach', via: ['email'] }] }),
      'ladders.feedback.0.to',
      /whoever was there/,
    ],
    [
      'an acknowledgement that escalates',
      ladders({ acknowledge: [{ at: 'P0D', to: 'manager', via: ['email'] }] }),
      'ladders.acknowledge.0.to',
      /never escalates/,
    ],
    [
      'check-ins out of order',
      changed({ sustain: { checkIns: ['P21D', 'P7D'] } }),
      'sustain.checkIns.1',
      /P7D is not after P21D/,
    ],
    [
      'a length of which the field of the editor cannot hold the number',
      changed({ firstObservation: { within: 'P1000D' } }),
      'firstObservation.within',
      /no length of time counts more than 999/,
    ],
    ['nothing at all', null, '', /object/],
  ])('with %s is refused in words', (_, document, path, message) => {
    const result = readCadence(document);
    expect(result).toMatchObject({
      problems: expect.arrayContaining([
        expect.objectContaining({ path, message: expect.stringMatching(message) }),
      ]),
    });
  });
});
