import type { AlertItem, ShareOf } from '../message.js';
import { LONGEST_TEXT } from '../plain.js';
import { isText } from './card-parts.js';
import type { Card } from './letter.js';
import { appLink, type Reader } from './reader.js';

/** Reasons that are named; the rest is one click away. */
const MOST_REASONS = 3;

/** A place where a figure left what was hoped for, and what became of it. About many, so nobody is named but who takes it. */
export function alertCard(item: AlertItem, reader: Reader): Card {
  const { words, say, title } = reader;
  const isOpen = isOpenAlert(item);
  return {
    headline: headlineOf(item, reader),
    about: title(item.program),
    lines: [
      ...(isOpen ? openLines(item, reader) : [movedLine(item, reader)]),
      stateLine(item, reader),
      noteLine(item, reader),
    ].filter(isText),
    links: isOpen ? linksOf(item, reader) : [],
    small: isOpen ? [whyLine(item, reader), say(words.alert.otherwise, closing(item, reader))] : [],
    done: !isOpen,
  };
}

export const isOpenAlert = ({ state }: AlertItem): boolean =>
  state === 'open' || state === 'acknowledged' || state === 'snoozed';

/** By this key a place is called in every sentence about it. */
const placeOf = ({ region, capability }: AlertItem, { words, name, title }: Reader) => ({
  region: name(region) || words.alert.noRegion,
  capability: title(capability),
});

function headlineOf(item: AlertItem, reader: Reader): string {
  const { words, say } = reader;
  const { headline, kpis } = words.alert;
  const place = placeOf(item, reader);
  const { figure } = item.newest;
  if (!isOpenAlert(item)) return say(item.state === 'over' ? headline.over : headline.closed, place);
  if (item.kind === 'noData' || figure === null) return say(headline.noData, place);
  if (item.kpi === 'stalled') return say(headline.stalled, place);
  return say(headline.crossed, { ...place, kpi: kpis[item.kpi], share: percent(figure.share, reader) });
}

function openLines(item: AlertItem, reader: Reader): (string | null)[] {
  const { words, say } = reader;
  const { alert } = words;
  const { newest, opened, elsewhere, withinNoise, kpi, every } = item;
  const kpiName = alert.kpis[kpi];
  if (newest.figure === null)
    return [say(alert.nothing, { kpi: kpiName, period: periodOf(newest.period, every, reader) })];
  const reasons = item.reasons.slice(0, MOST_REASONS);
  const [first] = reasons;
  return [
    say(alert.figure, {
      kpi: kpiName,
      figure: figureText(newest.figure, reader),
      period: periodOf(newest.period, every, reader),
    }),
    elsewhere &&
      say(withinNoise ? alert.elsewhereNoise : alert.elsewhere, { figure: figureText(elsewhere, reader) }),
    opened.period === newest.period || opened.figure === null
      ? null
      : say(alert.before, {
          share: percent(opened.figure.share, reader),
          period: periodOf(opened.period, every, reader),
        }),
    reasons.length === 0
      ? null
      : say(alert.reasons, {
          n: reasons.length,
          reasons: reasons
            .map(({ reason, count }) => say(words.owner.count, { reason: words.reasons[reason], n: count }))
            .join(', '),
        }),
    first ? say(alert.helps, { who: alert.who[first.clearer], step: alert.steps[first.reason] }) : null,
  ];
}

/** What changed between opening and end. Observed, so it says that other things changed too. */
function movedLine({ opened, newest, kpi, every }: AlertItem, reader: Reader): string {
  const { words, say } = reader;
  const { alert } = words;
  if (opened.figure === null && newest.figure === null)
    return say(alert.nothing, { kpi: alert.kpis[kpi], period: periodOf(newest.period, every, reader) });
  if (opened.figure === null || newest.figure === null || opened.period === newest.period)
    return say(alert.figure, {
      kpi: alert.kpis[kpi],
      figure: figureText((newest.figure ?? opened.figure)!, reader),
      period: periodOf((newest.figure ? newest : opened).period, every, reader),
    });
  return say(alert.moved, {
    kpi: alert.kpis[kpi],
    before: figureText(opened.figure, reader),
    after: figureText(newest.figure, reader),
    from: periodOf(opened.period, every, reader),
    to: periodOf(newest.period, every, reader),
  });
}

function stateLine(
  { state, by, at, snoozedUntil }: AlertItem,
  { words, say, dates, name }: Reader,
): string | null {
  if (state === 'open') return null;
  const who = by && name(by);
  const texts = words.alert.state[state];
  const when = state === 'snoozed' ? noon(snoozedUntil!) : at!;
  return who
    ? say(texts.by, { name: who, date: dates.date(when) })
    : say(texts.alone, { date: dates.date(when) });
}

function noteLine({ note }: AlertItem, { words, say, quote }: Reader): string | null {
  const text = note && quote(note, LONGEST_TEXT);
  return text ? say(words.alert.note, { note: text }) : null;
}

const linksOf = (item: AlertItem, { words, message }: Reader): Card['links'] => {
  const path = `adoption?program=${item.programId}&capability=${encodeURIComponent(item.capabilityCode)}`;
  const items = [{ enrolment: null, subject: `alert/${item.alertId}` }];
  const offered = (['takeIt', 'letRest', 'closeIt'] as const).filter(
    (code) => code !== 'takeIt' || item.state !== 'acknowledged',
  );
  const href = appLink(message, path);
  return [
    ...offered.map((code) => ({ code, label: words.actions[code], href, press: { action: code, items } })),
    { code: 'seePlace', label: words.actions.seePlace, href, press: null },
  ];
};

function whyLine({ reader: role, program }: AlertItem, { words, say, title }: Reader): string {
  const programs = title(program);
  return say(words.figures.why[role], { programs });
}

/** When it closes by itself. */
function closing({ kind, direction, threshold, margin, periods, every }: AlertItem, reader: Reader) {
  const share = direction === 'above' ? threshold - margin : threshold + margin;
  return {
    n: kind === 'noData' ? 0 : periods,
    every,
    direction,
    share: percent(share, reader),
  };
}

const percent = (share: number, { words }: Reader): string =>
  new Intl.NumberFormat(words.dates, { style: 'percent' }).format(share);

const figureText = (figure: ShareOf, reader: Reader): string =>
  reader.say(reader.words.figures.of, {
    numerator: figure.numerator,
    denominator: figure.denominator,
    share: percent(figure.share, reader),
  });

/** Of a day without an hour, wherever its reader is. */
const noon = (day: string): number => Date.parse(`${day}T12:00:00Z`);

/** `the week of Mon 9 March`, `March 2026`. */
export function periodOf(period: string, every: 'week' | 'month', { words, say, dates }: Reader): string {
  return every === 'week'
    ? say(words.figures.week, { date: dates.date(noon(period)) })
    : new Intl.DateTimeFormat(words.dates, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
        noon(`${period}-01`),
      );
}
