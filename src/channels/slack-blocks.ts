import type { Button, ConfirmationDialog, KnownBlock, PlainTextElement } from '@slack/types';
import { shortened } from './plain.js';
import { pressValue } from './slack-press.js';
import { cannotBeUndone } from './wording/actions.js';
import { isText } from './wording/card-parts.js';
import { localeOf, type Words } from './wording/locale.js';
import type { BesideText, Card, Letter, Link } from './wording/letter.js';

// Slack refuses a whole message when one part is longer than this.
const MOST_BLOCKS = 50;
const LONGEST_HEADER = 150;
const LONGEST_SECTION = 3_000;
const LONGEST_LABEL = 75;
const LONGEST_URL = 3_000;
const LONGEST_FALLBACK = 3_000;
const LONGEST_TITLE = 100;
const LONGEST_HELP = 300;
const LONGEST_CHOICE = 30;

/** Rows of more buttons than this are hard to read. */
const MOST_IN_A_ROW = 5;

export interface BlockOptions {
  /** Whether Slack tells us of presses: else every button leads to its page. */
  pressable: boolean;
}

/**
 * A message as Slack shows it. All text goes in as `plain_text` without emoji codes, so no name can mention
 * somebody, format a line or open a link.
 */
export function slackBlocks(letter: Letter, options: BlockOptions): KnownBlock[] {
  const { beside } = letter;
  const blocks: KnownBlock[] = [
    section(letter.opening),
    ...cardsBlocks(letter.cards, letter.language, options),
    { type: 'divider' },
    ...contexts(letter.small),
    ...sections([
      ...(letter.others.length > 0 ? [letter.othersTitle] : []),
      ...letter.others.map(({ text }) => `• ${text}`),
      ...(letter.rest ? [letter.rest] : []),
    ]),
    linksBlock('queue', [letter.queue, letter.settings, ...besideLinks(beside)]),
    ...contexts(besideTexts(beside)),
    ...contexts(letter.cadence ? [letter.cadence] : []),
  ];
  return blocks.slice(0, MOST_BLOCKS);
}

/** Each card below a line of its own. */
export const cardsBlocks = (
  cards: readonly Card[],
  language: string,
  options: BlockOptions,
): KnownBlock[] => {
  const { words } = localeOf(language);
  return cards.flatMap((card, index) => [
    { type: 'divider' } as const,
    ...cardBlocks(card, index, words, options),
  ]);
};

export const besideLinks = (beside: BesideText | null): Link[] =>
  beside?.sideEffect ? [beside.sideEffect.link] : [];

export const besideTexts = (beside: BesideText | null): string[] =>
  beside ? [beside.noNames, ...(beside.sideEffect ? [beside.sideEffect.text] : [])] : [];

/** Buttons that lead to pages. */
export const linksBlock = (id: string, links: readonly Link[]): KnownBlock => ({
  type: 'actions',
  block_id: id,
  elements: links.map((link) => linkButton(link, 'all')),
});

/** What notifications and screen readers say. Slack reads it as markup, so its three control signs are escaped. */
export function slackFallback(letter: Letter): string {
  const text = [
    letter.subject,
    ...letter.cards.map(({ headline, about, lines }) =>
      [headline, about, ...lines].filter(isText).map(asSentence).join(' '),
    ),
  ].join('\n');
  return shortened(text, LONGEST_FALLBACK).replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** Read aloud, every line ends. */
const asSentence = (line: string): string => (/[.?!:…”“]$/.test(line) ? line : `${line}.`);

function cardBlocks(
  { headline, about, lines, links, small, done }: Card,
  index: number,
  words: Words,
  { pressable }: BlockOptions,
): KnownBlock[] {
  const buttons = links.map((link, place): Button => ({
    ...(pressable && link.press ? pressButton(link, index, words) : linkButton(link, index)),
    ...(place === 0 && !done && { style: 'primary' }),
  }));
  const rows = Array.from({ length: Math.ceil(buttons.length / MOST_IN_A_ROW) }, (_, row): KnownBlock => ({
    type: 'actions',
    block_id: row === 0 ? `card-${index}` : `card-${index}-${row}`,
    elements: buttons.slice(row * MOST_IN_A_ROW, (row + 1) * MOST_IN_A_ROW),
  }));
  return [
    { type: 'header', text: plain(headline, LONGEST_HEADER) },
    ...sections([about, ...lines].filter(isText)),
    ...rows,
    ...contexts(small),
  ];
}

export const plain = (text: string, most: number): PlainTextElement => ({
  type: 'plain_text',
  text: shortened(text, most),
  emoji: false,
});

export const section = (text: string): KnownBlock => ({
  type: 'section',
  text: plain(text, LONGEST_SECTION),
});

/** What is empty is refused. */
export const contexts = (texts: readonly string[]): KnownBlock[] =>
  texts.length > 0 ? [{ type: 'context', elements: [plain(texts.join(' '), LONGEST_SECTION)] }] : [];

export const sections = (lines: readonly string[]): KnownBlock[] =>
  lines.length > 0 ? [section(lines.join('\n'))] : [];

/** Slack wants each `action_id` once in a message: `place` is the card's, or a word. */
const named = ({ code, label }: Link, place: string | number) => ({
  type: 'button' as const,
  action_id: `${code}-${place}`,
  text: plain(label, LONGEST_LABEL),
});

const linkButton = (link: Link, place: string | number): Button => ({
  ...named(link, place),
  url: link.href.slice(0, LONGEST_URL),
});

function pressButton(link: Link, place: number, words: Words): Button {
  const { action } = link.press!;
  return {
    ...named(link, place),
    value: pressValue(link.press!),
    ...(cannotBeUndone(action) && { confirm: confirmation(link.label, words.acts.help[action], words) }),
  };
}

/** A press beside the one that was meant does no harm. */
const confirmation = (label: string, help: string, { slack }: Words): ConfirmationDialog => ({
  title: plain(label, LONGEST_TITLE),
  text: plain(help, LONGEST_HELP),
  confirm: plain(label, LONGEST_CHOICE),
  deny: plain(slack.keep, LONGEST_CHOICE),
});
