import type { MessageItem } from '../message.js';
import { MENDING } from './actions.js';
import { distinct, type Group } from './groups.js';
import type { Card, Link } from './letter.js';
import { counted, fill } from './locale.js';
import { appLink, namesIn, title, type Reader } from './reader.js';
import { faultIn, type Fault } from '../../domain/message/about.js';

export const faultOf = ({ stall }: MessageItem): Fault | null => faultIn(stall);

/** A fault in the data, with names, since only they tell what to mend. */
export function faultCard(group: Group, fault: Fault, reader: Reader): Card {
  const { locale } = reader;
  const values = namesIn(group.first, locale);
  const headline = fill(locale.faults[fault].headline, values);
  const item = group.open[0];
  if (!item) return { headline, lines: [doneLine(group, reader)], links: [], done: true };
  const reps = distinct(group.open.map((one) => namesIn(one, locale).rep!));
  return {
    headline,
    lines: [[title(item.program), reader.list(reps)].join(' · '), fill(locale.faults[fault].help, values)],
    links: [reader.link(MENDING[fault], item)],
    done: false,
  };
}

/** All else is a number per capability and reason: whoever owns a program sees no names. */
export function countCard(group: Group, reader: Reader): Card {
  const { locale, message } = reader;
  const { open, items } = group;
  const program = title(group.first.program);
  const headline = counted(locale, locale.owner.loops, loops(open.length > 0 ? open : items), { program });
  if (open.length === 0) return { headline, lines: [doneLine(group, reader)], links: [], done: true };
  const lines = distinct(open.map(({ capability }) => capability)).map((capability) =>
    fill(locale.owner.ofCapability, {
      capability: title(capability),
      counts: counts(
        open.filter((item) => item.capability === capability),
        reader,
      ),
    }),
  );
  const done = items.length - open.length;
  if (done > 0) lines.push(counted(locale, locale.owner.doneSince, done));
  const link: Link = { code: 'seeLoops', label: locale.actions.seeLoops, href: appLink(message, '') };
  return { headline, lines, links: [link], done: false };
}

const loops = (items: readonly MessageItem[]): number =>
  distinct(items.map(({ enrolmentId }) => enrolmentId)).length;

function counts(items: readonly MessageItem[], { locale }: Reader): string {
  const reasons = items.map(({ stall }) => stall ?? 'waiting');
  return distinct(reasons)
    .map((reason) => ({ reason, n: reasons.filter((one) => one === reason).length }))
    .sort((a, b) => b.n - a.n)
    .map(({ reason, n }) =>
      fill(locale.owner.count, {
        reason: locale.reasons[reason as keyof typeof locale.reasons],
        n: String(n),
      }),
    )
    .join(', ');
}

/** Without a name: who closed one loop of many is not the owner's to know. */
function doneLine({ items }: Group, { locale, dates }: Reader): string {
  const at = Math.max(...items.flatMap(({ done }) => done?.at ?? []));
  return fill(locale.done.alone, { date: dates.date(at), time: dates.time(at) });
}
