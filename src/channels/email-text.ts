import type { Card, Letter } from './wording/letter.js';

/** The plain-text twin of a mail: everything the HTML says, in the same order. */
export function emailText(letter: Letter): string {
  const numbered = letter.cards.length > 1;
  const parts = [
    letter.opening,
    ...letter.cards.map((card, index) => cardText(card, numbered ? `${index + 1}. ` : '')),
    ...(letter.others.length > 0 ? [letter.othersTitle] : []),
    ...letter.others.map(({ text, href }) => `${text}\n${href}`),
    ...(letter.rest ? [letter.rest] : []),
    `${letter.queue.label}: ${letter.queue.href}`,
    ['--', ...letter.why, `${letter.settings.label}: ${letter.settings.href}`].join('\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

const cardText = ({ headline, lines, links }: Card, number: string): string =>
  [`${number}${headline}`, ...lines, ...links.map(({ label, href }) => `- ${label}: ${href}`)].join('\n');
