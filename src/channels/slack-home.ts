import type { HomeView, KnownBlock } from '@slack/types';
import {
  besideLinks,
  besideTexts,
  cardsBlocks,
  contexts,
  linksBlock,
  section,
  sections,
} from './slack-blocks.js';
import type { BesideText, Card } from './wording/letter.js';
import { localeOf } from './wording/locale.js';

const MOST_HOME_BLOCKS = 100;
/** A card has seven blocks at most. */
const MOST_HOME_CARDS = 12;
/** In the answer to a command. */
const MOST_ANSWERED = 3;

/** What waits for somebody, in words. */
export interface HomeQueue {
  /** BCP 47, of the words. */
  language: string;
  opening: string;
  /** Most useful first. */
  cards: Card[];
  beside: BesideText | null;
  appUrl: string;
}

/** What waits for somebody, as the home tab of the app. */
export function homeView(queue: HomeQueue): HomeView {
  return { type: 'home', blocks: queueBlocks(queue, MOST_HOME_CARDS).slice(0, MOST_HOME_BLOCKS) };
}

/** A home tab that says why there is nothing in it. */
export const noticeHome = (text: string): HomeView => ({ type: 'home', blocks: [section(text)] });

/** The same in short, as the answer to a command. */
export const queueAnswer = (queue: HomeQueue): KnownBlock[] => queueBlocks(queue, MOST_ANSWERED);

function queueBlocks({ language, opening, cards, beside, appUrl }: HomeQueue, most: number): KnownBlock[] {
  const { words, say } = localeOf(language);
  const app = { code: 'openQueue', label: words.actions.openQueue, href: appUrl, press: null };
  const more = cards.length - most;
  return [
    section(opening),
    ...cardsBlocks(cards.slice(0, most), language, { pressable: true }),
    { type: 'divider' },
    ...sections(more > 0 ? [say(words.slack.more, { n: more })] : []),
    linksBlock('queue', [app, ...besideLinks(beside)]),
    ...contexts(besideTexts(beside)),
  ];
}
