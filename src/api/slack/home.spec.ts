import type { HomeView } from '@slack/types';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { localeOf } from '../../channels/wording/locale.js';
import { Home } from './home.js';
import type { Member } from './members.js';

describe('a home tab', () => {
  /** What Slack was given, in turn; the queue says how often it was read before. */
  let shown: string[];
  /** What Slack answers to the next call. */
  let answers: Promise<void>[];
  let home: Home;

  beforeEach(() => {
    shown = [];
    answers = [];
    let read = 0;
    const within = {
      ask: async () => ({
        status: 200,
        body: { language: 'en', opening: `queue ${++read}`, items: [], beside: null },
      }),
    };
    const desk = {
      showHome: async (user: string, view: HomeView) => {
        await answers.shift();
        shown.push(`${user}: ${/queue \d/.exec(JSON.stringify(view))![0]}`);
      },
    };
    const settings = { publicUrl: 'https://coaching.example.com' };
    const unused = {};
    home = new Home(
      within as never,
      unused as never,
      unused as never,
      settings as never,
      desk as never,
      unused as never,
    );
  });

  const member = {
    presser: { actor: {}, address: '' },
    why: null,
    locale: localeOf('en'),
  } as unknown as Member;

  it('ends on the newest queue, though Slack made an earlier showing wait', async () => {
    let goOn!: () => void;
    answers = [new Promise((resolve) => (goOn = resolve))];
    const showings = [home.show('ana', member), home.showIfChanged('ana', member), home.show('kim', member)];
    await othersTurn();
    goOn();
    await Promise.all(showings);
    expect(shown).toEqual(['kim: queue 2', 'ana: queue 1', 'ana: queue 3']);
  });

  it('is shown by the next showing where one came to nothing', async () => {
    answers = [Promise.reject(new Error('Slack is away'))];
    const showings = await Promise.allSettled([home.show('ana', member), home.show('ana', member)]);
    expect(showings.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(shown).toEqual(['ana: queue 2']);
  });
});
