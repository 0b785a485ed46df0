import { isText } from '../wording/card-parts.js';
import type { BesideText, Card, Letter, Link } from '../wording/letter.js';

/** The plain-text twin of a mail: everything the HTML says, in the same order, in sentences that can be read aloud. */
export function emailText(letter: Letter): string {
  const numbered = letter.cards.length > 1;
  const parts = [
    letter.opening,
    ...letter.cards.map((card, index) => cardText(card, numbered ? `${index + 1}. ` : '')),
    ...(letter.small.length > 0 ? [letter.small.join('\n')] : []),
    ...(letter.others.length > 0 ? [letter.othersTitle] : []),
    ...letter.others.map(({ text, href }) => `${aloud(text)}\n${href}`),
    ...(letter.rest ? [letter.rest] : []),
    [linkText(letter.queue), linkText(letter.settings)].join('\n'),
    ...(letter.beside ? [besideLines(letter.beside).join('\n')] : []),
    ...(letter.cadence ? [letter.cadence] : []),
    ...(letter.owed ? [letter.owed] : []),
    ...(letter.stops.length > 0 ? [letter.stops.map(({ link }) => linkText(link)).join('\n')] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

const cardText = ({ headline, about, lines, links, small }: Card, number: string): string =>
  [
    `${number}${aloud(headline)}`,
    ...[about, ...lines].filter(isText).map(aloud),
    ...links.map((link) => `- ${linkText(link)}`),
    ...small,
  ].join('\n');

const besideLines = ({ noNames, sideEffect }: BesideText): string[] =>
  sideEffect ? [noNames, sideEffect.text, linkText(sideEffect.link)] : [noNames];

const linkText = ({ label, href }: Link): string => `${label}: ${href}`;

const ENDS_A_SENTENCE = /[\p{Sentence_Terminal}:…][”“"»'\u2069)]*$/u;

/** Parts that a line sets side by side are read with a comma between them, and a line ends before the next begins. */
function aloud(line: string): string {
  const spoken = line.replaceAll(' · ', ', ');
  return ENDS_A_SENTENCE.test(spoken) ? spoken : `${spoken}.`;
}
