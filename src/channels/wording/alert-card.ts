import type { AlertItem } from '../message.js';
import { LONGEST_TEXT } from '../plain.js';
import { isText } from './card-parts.js';
import type { Card } from './letter.js';
import { figureText, noon, percent, periodOf, placeNames } from './figure-parts.js';
import { appLink, type Reader } from './reader.js';

/** Reasons that are named; the rest is one click away. */
const MOST_REASONS = 3;

/** A place where a figure left what was hoped for, and what became of it. About many, so nobody is named but who takes it. */
export function alertCard(item: AlertItem, reader: Reader): Card {
  const { title } = reader;
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
    small: isOpen ? [whyLine(item, reader), closing(item, reader)] : [],
    done: !isOpen,
  };
}

export const isOpenAlert = ({ state }: AlertItem): boolean =>
  state === 'open' || state === 'acknowledged' || state === 'snoozed';

function headlineOf(item: AlertItem, reader: Reader): string {
  const { words, say } = reader;
  const { headline, kpis } = words.alert;
  const place = placeNames(item, reader);
  const { figure } = item.newest;
  if (!isOpenAlert(item)) return say(item.state === 'over' ? headline.over : headline.closed, place);
  if (item.kind === 'noData' || figure === null) return say(headline.noData, place);
  if (item.kpi === 'stalled' && item.earlier === null) return say(headline.stalled, place);
  const text =
    item.earlier === null ? headline.crossed : headline[item.direction === 'above' ? 'rose' : 'fell'];
  return say(text, { ...place, kpi: kpis[item.kpi], share: percent(figure.share, reader) });
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
    item.before && say(alert.trend, { n: item.earlier!, every, figure: figureText(item.before, reader) }),
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

/** Who has it, or until when it rests; null: nobody has said anything yet. */
export function stateLine(
  {
    state,
    by,
    at,
    askedBy,
    snoozedUntil,
  }: Pick<AlertItem, 'state' | 'by' | 'at' | 'askedBy' | 'snoozedUntil'>,
  { words, say, dates, name }: Pick<Reader, 'words' | 'say' | 'dates' | 'name'>,
): string | null {
  if (state === 'open') return null;
  const who = by && name(by);
  const asker = askedBy && name(askedBy);
  const texts = words.alert.state[state];
  const when = state === 'snoozed' ? noon(snoozedUntil!) : at!;
  if (state === 'acknowledged' && who && asker)
    return say(words.alert.state[state].asked, { name: who, by: asker, date: dates.date(when) });
  return who
    ? say(texts.by, { name: who, date: dates.date(when) })
    : say(texts.alone, { date: dates.date(when) });
}

/** What somebody said: whoever the line above names, or whoever asked them. */
function noteLine({ note, askedBy }: AlertItem, { words, say, quote, name }: Reader): string | null {
  const text = note && quote(note, LONGEST_TEXT);
  if (!text) return null;
  return askedBy
    ? say(words.alert.noteOf, { by: name(askedBy), note: text })
    : say(words.alert.note, { note: text });
}

const linksOf = (item: AlertItem, { words, message }: Reader): Card['links'] => {
  const path = `adoption?program=${item.programId}&capability=${encodeURIComponent(item.capabilityCode)}#alert-${item.alertId}`;
  const items = [{ enrolment: null, subject: `alert/${item.alertId}` }];
  const offered =
    item.state === 'acknowledged'
      ? (['closeIt', 'letRest'] as const)
      : (['takeIt', 'letRest', 'closeIt'] as const);
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

function closing(item: AlertItem, reader: Reader): string {
  const { kind, direction, threshold, margin, periods, every, earlier } = item;
  const { words, say } = reader;
  if (kind === 'noData') return words.alert.otherwise.noData;
  if (earlier !== null) return say(words.alert.otherwise.trend, { n: periods, every, direction });
  const share = percent(direction === 'above' ? threshold - margin : threshold + margin, reader);
  return say(words.alert.otherwise.crossed, { n: periods, every, direction, share });
}
