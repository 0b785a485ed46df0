import type { KnownBlock, PlainTextElement } from '@slack/types';
import { shortened } from './plain.js';
import { isText } from './wording/card-parts.js';
import type { Card, Letter, Link } from './wording/letter.js';

// Slack refuses a whole message when one part is longer than this.
const MOST_BLOCKS = 50;
const LONGEST_HEADER = 150;
const LONGEST_SECTION = 3_000;
const LONGEST_LABEL = 75;
const LONGEST_URL = 3_000;
const LONGEST_FALLBACK = 3_000;

/**
 * A message as Slack shows it. All text goes in as `plain_text` without emoji codes, so no name can mention
 * somebody, format a line or open a link.
 */
export function slackBlocks(letter: Letter): KnownBlock[] {
  const { beside } = letter;
  const besideLinks = beside?.sideEffect ? [beside.sideEffect.link] : [];
  const besideTexts = beside
    ? [beside.noNames, beside.sideEffect?.text].filter((text) => text !== undefined)
    : [];
  const blocks: KnownBlock[] = [
    section(letter.opening),
    ...letter.cards.flatMap((card, index) => [{ type: 'divider' } as const, ...cardBlocks(card, index)]),
    { type: 'divider' },
    ...contexts(letter.small),
    ...sections([
      ...(letter.others.length > 0 ? [letter.othersTitle] : []),
      ...letter.others.map(({ text }) => `• ${text}`),
      ...(letter.rest ? [letter.rest] : []),
    ]),
    {
      type: 'actions',
      block_id: 'queue',
      elements: [letter.queue, letter.settings, ...besideLinks].map((link) => button(link, 'all')),
    },
    ...contexts(besideTexts),
    ...contexts(letter.cadence ? [letter.cadence] : []),
  ];
  return blocks.slice(0, MOST_BLOCKS);
}

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
const asSentence = (line: string): string => (/[.?!…”“]$/.test(line) ? line : `${line}.`);

function cardBlocks({ headline, about, lines, links, small }: Card, index: number): KnownBlock[] {
  const blocks: KnownBlock[] = [
    { type: 'header', text: plain(headline, LONGEST_HEADER) },
    ...sections([about, ...lines].filter(isText)),
  ];
  if (links.length > 0)
    blocks.push({
      type: 'actions',
      block_id: `card-${index}`,
      elements: links.map((link, place) => ({
        ...button(link, index),
        ...(place === 0 && { style: 'primary' as const }),
      })),
    });
  return [...blocks, ...contexts(small)];
}

const plain = (text: string, most: number): PlainTextElement => ({
  type: 'plain_text',
  text: shortened(text, most),
  emoji: false,
});

const section = (text: string): KnownBlock => ({ type: 'section', text: plain(text, LONGEST_SECTION) });

/** What is empty is refused. */
const contexts = (texts: string[]): KnownBlock[] =>
  texts.length > 0 ? [{ type: 'context', elements: [plain(texts.join(' '), LONGEST_SECTION)] }] : [];

const sections = (lines: string[]): KnownBlock[] => (lines.length > 0 ? [section(lines.join('\n'))] : []);

/** Slack wants each `action_id` once in a message: `place` is the card's, or a word. */
const button = ({ code, label, href }: Link, place: string | number) => ({
  type: 'button' as const,
  action_id: `${code}-${place}`,
  text: plain(label, LONGEST_LABEL),
  url: href.slice(0, LONGEST_URL),
});
