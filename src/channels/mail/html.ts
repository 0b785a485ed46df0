import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import type { Letter } from '../wording/letter.js';

/** Written from letter.mjml by `npm run mail`. All that is filled in is escaped; a place without a value throws. */
const fillIn = Handlebars.compile(readFileSync(new URL('./letter.hbs', import.meta.url), 'utf8'), {
  strict: true,
});

/** One narrow column of text and links, without images, readable at 320 px and in the dark. */
export function emailHtml(letter: Letter): string {
  const numbered = letter.cards.length > 1;
  const [lead] = letter.cards;
  return fillIn({
    ...letter,
    start: letter.direction === 'rtl' ? 'right' : 'left',
    // What an inbox shows beside the subject.
    preview: lead ? [lead.about, ...lead.lines].filter(Boolean).join(' ') : letter.opening,
    cards: letter.cards.map(({ headline, about, lines, links, small, done }, index) => ({
      number: numbered ? index + 1 : null,
      headline,
      about,
      done,
      lines,
      // Of what nobody is asked for nothing stands out.
      button: (!done && links[0]) || null,
      links: done ? links : links.slice(1),
      small,
    })),
  });
}
