import { startTestApi, type TestApi } from '../../../test/support/api.js';
import { localeOf } from '../../channels/wording/locale.js';
import { CONCERNS, concernsOf } from '../../domain/cadence-review/concerns.js';
import { DEMO_SECONDS, LAUNCH_WAVE, TEMPLATES } from '../../domain/cadence-templates.js';
import { CadenceVoice } from './cadence-voice.js';
import type { DifferenceAnswer, TemplatesAnswer } from './cadences.dto.js';

describe('cadences to begin with', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api?.close());

  it('stand there with what they are for, and each can be published as it is', async () => {
    const { items } = (await api.get<TemplatesAnswer>('/cadences/templates')).body;
    expect(items.map(({ name }) => name)).toEqual(Object.keys(TEMPLATES));
    for (const { title, reason, document } of items) {
      expect(reason.length).toBeGreaterThan(title.length);
      const { id } = await api.made('/cadences', { name: title, draft: document });
      expect((await api.post(`/cadences/${id}/versions`, {}, { 'if-match': '"1"' })).status).toBe(201);
    }
  });

  it('differ in words, in the language of whoever asks', async () => {
    const after = {
      ...LAUNCH_WAVE,
      firstObservation: { within: 'P5D' },
      feedback: { within: 'P2D', heldFor: 'PT4H' },
      ladders: { ...LAUNCH_WAVE.ladders, acknowledge: [] },
    };
    const compare = async (language: string): Promise<string[]> => {
      const reply = await api.ask<DifferenceAnswer>('POST', '/cadences/compare', {
        body: { before: LAUNCH_WAVE, after },
        headers: { 'accept-language': language },
      });
      return reply.body.items.map(({ text }) => text);
    };
    expect(await compare('en')).toEqual([
      'First observation, after training: 5 working days instead of 10 working days.',
      'How long the rep’s reading waits for the talk: 4 hours; nothing was said of it.',
      'About the rep’s answer, a message less: 3 working days before it is due the rep is told by Slack and mail.',
    ]);
    expect((await compare('de'))[0]).toBe(
      'Erste Beobachtung, nach der Schulung: 5 Arbeitstage statt 10 Arbeitstage.',
    );
  });

  it('are told each in its own days, and check-ins in those of the calendar, be it a single one', async () => {
    const after = {
      ...LAUNCH_WAVE,
      clock: 'calendar',
      feedback: { within: 'P3D' },
      sustain: { checkIns: ['P30D'] },
    };
    const { body } = await api.post<DifferenceAnswer>('/cadences/compare', { before: LAUNCH_WAVE, after });
    const back = await api.post<DifferenceAnswer>('/cadences/compare', { before: after, after: LAUNCH_WAVE });
    expect(body.items.map(({ text }) => text)).toEqual([
      'How time is counted: calendar time instead of working days.',
      'Feedback, after the observation: 3 days instead of 2 working days.',
      'Check-ins after adoption: 30 days instead of 7 days, 21 days, 45 days and 90 days.',
    ]);
    expect(back.body.items[2]!.text).toMatch(/ instead of 30 days\.$/);
  });

  it('with a template’s name is no id of a cadence, and an unknown one is not found', async () => {
    expect((await api.get('/cadences/launchWave')).status).toBe(404);
  });
});

describe('the words about cadences', () => {
  it.each(['en', 'de'])('have one for every field of a document and for every concern, in %s', (language) => {
    const { words } = localeOf(language);
    expect(Object.keys(words.cadences.concerns).sort()).toEqual([...CONCERNS].sort());
    const whole = {
      ...LAUNCH_WAVE,
      nextObservation: { within: 'P9D', apart: 'P2D' },
      feedback: { within: 'P1D', heldFor: 'P1D' },
    };
    const { schema: _, ladders: __, ...fields } = whole;
    const paths = Object.entries(fields).flatMap(([key, value]) =>
      typeof value === 'object' ? Object.keys(value).map((part) => `${key}.${part}`) : [key],
    );
    expect(Object.keys(words.cadences.fields).sort()).toEqual(paths.sort());
  });

  it('say lengths in the units in which they are written', () => {
    const voice = new CadenceVoice(localeOf('en'), 'calendar');
    const twice = { ...DEMO_SECONDS, clock: 'working' as const };
    const texts = concernsOf({
      ...twice,
      ladders: {
        ...twice.ladders,
        feedback: [
          { at: 'PT90M', to: 'manager', via: ['email'] },
          { at: 'PT2H', to: 'manager', via: ['email'] },
          { at: 'P1W', to: 'secondLine', via: ['email'] },
        ],
      },
    }).map((concern) => voice.concern(concern));
    expect(texts.find((text) => text.includes('feedback'))).toContain(
      '(90 minutes after it is due, 2 hours after it is due)',
    );
    const slow = concernsOf({
      ...LAUNCH_WAVE,
      clock: 'calendar',
      nextObservation: { within: 'P70D' },
    }).flatMap((concern) => (concern.code === 'longWay' ? voice.concern(concern) : []));
    expect(slow).toEqual([expect.stringMatching(/ takes 186 days, /)]);
  });
});
