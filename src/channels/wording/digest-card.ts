import type { DigestItem, DigestPlace } from '../message.js';
import { figureText, noon, placeText } from './figure-parts.js';
import { isText } from './card-parts.js';
import type { Card, Link } from './letter.js';
import { appLink, type Reader } from './reader.js';

/** The week of a program on one page; nothing in it is asked of anybody. */
export function digestCard(item: DigestItem, reader: Reader): Card {
  const { words, say, title, dates } = reader;
  const { digest } = words;
  const programs = title(item.program);
  return {
    headline: say(digest.headline, { program: programs }),
    about: say(digest.week, { date: dates.date(noon(item.week)) }),
    lines: (item.own ? ownLines(item.own, reader) : figureLines(item, reader)).filter(isText),
    links: item.own ? [] : [toFigures(item, reader)],
    small: [say(words.figures.why[item.reader], { programs })],
    done: false,
  };
}

function ownLines(
  { loops, observed, adopted, stalled, reason }: NonNullable<DigestItem['own']>,
  { words, say }: Reader,
): (string | null)[] {
  const { digest } = words;
  return [
    say(digest.own, { loops, observed, adopted }),
    say(digest.ownStalled, { stalled }),
    reason && stalled > 0 ? say(digest.ownReason, { reason: words.reasons[reason] }) : null,
    digest.ownOnly,
  ];
}

function figureLines(item: DigestItem, reader: Reader): (string | null)[] {
  const { words, say, title } = reader;
  const { digest, alert } = words;
  const { figures, intervene, works, versions, seldomMet, alerts } = item;
  return [
    figures.length > 0 ? digest.counts : null,
    ...figures.map(({ kpi, now, before }) =>
      before
        ? say(digest.figureBefore, {
            kpi: alert.kpis[kpi],
            figure: figureText(now, reader),
            before: figureText(before, reader),
          })
        : say(digest.figure, { kpi: alert.kpis[kpi], figure: figureText(now, reader) }),
    ),
    ...versions.map(({ capability, version, weeks, figure }) =>
      say(digest.version, {
        capability: title(capability),
        version: title(version),
        weeks,
        figure: figureText(figure, reader),
      }),
    ),
    ...seldomMet.map(({ capability, anchor, version, figure }) =>
      say(digest.seldomMet, {
        capability: title(capability),
        anchor: title(anchor),
        version: title(version),
        figure: figureText(figure, reader),
      }),
    ),
    figures.length === 0 ? digest.nothing : null,
    ...placeLines(digest.intervene, intervene, reader),
    ...placeLines(digest.works, works, reader),
    intervene.length + works.length > 0 ? digest.observed : figures.length > 0 ? digest.noPlace : null,
    say(digest.alerts, alerts),
  ];
}

function placeLines(title: string, places: readonly DigestPlace[], reader: Reader): string[] {
  const { words, say } = reader;
  const { digest } = words;
  if (places.length === 0) return [];
  return [
    title,
    ...places.map((place, index) => {
      const { because, figure, against, withinNoise, reason } = place;
      const sentence = say(digest.because[because], {
        place: placeText({ ...place, function: null }, reader),
        figure: figureText(figure, reader),
        against: figureText(against, reader),
      });
      const why = reason && say(words.owner.count, { reason: words.reasons[reason.reason], n: reason.count });
      return [
        `${index + 1}. ${sentence}`,
        why && say(digest.reason, { reason: why }),
        withinNoise ? digest.noise : null,
      ]
        .filter(isText)
        .join(' ');
    }),
  ];
}

const toFigures = ({ programId }: DigestItem, { words, message }: Reader): Link => ({
  code: 'seePlace',
  label: words.actions.seePlace,
  href: appLink(message, `adoption?program=${programId}`),
  press: null,
});
