import type { MessageItem } from '../message.js';
import { MENDING } from './actions.js';
import { otherwiseLine } from './card-parts.js';
import { distinct, isOwed, type Group } from './groups.js';
import type { Card, Link } from './letter.js';
import { appLink, type Reader } from './reader.js';
import { faultIn, type Fault } from '../../domain/message/about.js';

const stallOf = (item: MessageItem) => (isOwed(item) ? item.stall : null);

export const faultOf = (item: MessageItem): Fault | null => faultIn(item.subject, stallOf(item));

/** A fault in the data, with names, since only they tell what to mend. */
export function faultCard(group: Group, fault: Fault, reader: Reader): Card {
  const { words, say, names, title } = reader;
  const values = names(group.first);
  const wording = words.faults[fault];
  const headline = say(wording.headline, values);
  const item = group.open[0];
  if (!item) return closed(headline, group, reader);
  const reps = distinct(group.open.map((one) => names(one).rep));
  // Who has no manager can have somebody meanwhile.
  const sought = group.open.filter(({ kind }) => kind === 'cover');
  return {
    headline,
    about: [title(item.program), reader.list(reps)].filter(Boolean).join(' · '),
    lines: [say(wording.help, values)],
    links: [
      reader.link(MENDING[fault], group.open),
      ...(sought.length > 0 ? [reader.link('nameSomeone', sought)] : []),
    ],
    small: [reader.why(group.open), 'otherwise' in wording ? wording.otherwise : otherwise(group, reader)],
    done: false,
  };
}

/** All else is a number per capability and reason: whoever owns a program sees no names. */
export function countCard(group: Group, reader: Reader): Card {
  const { words, say, title, message } = reader;
  const { open, items } = group;
  const program = title(group.first.program);
  const headline = say(words.owner.loops, { n: loops(open.length > 0 ? open : items), program });
  if (open.length === 0) return closed(headline, group, reader);
  const done = items.length - open.length;
  const link: Link = {
    // Single loops are not theirs to see, figures are.
    code: 'seeFigures',
    label: words.actions.seeFigures,
    href: appLink(message, 'adoption'),
    press: null,
  };
  return {
    headline,
    about: null,
    lines: [
      ...distinct(open.map(({ capability }) => capability)).map((capability) =>
        say(words.owner.ofCapability, {
          capability: title(capability),
          counts: counts(
            open.filter((item) => item.capability === capability),
            reader,
          ),
        }),
      ),
      words.owner.help,
      ...(done > 0 ? [say(words.owner.doneSince, { n: done })] : []),
    ],
    links: [link],
    small: [reader.why(open), otherwise(group, reader)],
    done: false,
  };
}

/** To whom it goes on, without their name: counts name nobody. */
function otherwise({ open }: Group, reader: Reader): string {
  const { audience } = open[0]!;
  const next = open.flatMap((item) => (isOwed(item) && item.goesOn) || []).sort((a, b) => a.at - b.at)[0];
  return otherwiseLine({ audience, goesOn: next ? { ...next, name: null } : null, heardBy: null }, reader);
}

const loops = (items: readonly MessageItem[]): number =>
  distinct(items.map(({ enrolmentId }) => enrolmentId)).length;

function counts(items: readonly MessageItem[], { words, say }: Reader): string {
  const reasons = items.map((item) => stallOf(item) ?? ('waiting' as const));
  return [...new Set(reasons)]
    .map((reason) => ({ reason, n: reasons.filter((one) => one === reason).length }))
    .sort((a, b) => b.n - a.n)
    .map(({ reason, n }) => say(words.owner.count, { reason: words.reasons[reason], n }))
    .join(', ');
}

/** Without a name: who closed one loop of many is not the owner's to know. */
function closed(headline: string, { items }: Group, { words, say, dates }: Reader): Card {
  const at = Math.max(...items.flatMap(({ done }) => done?.at ?? []));
  const isDropped = items.every(({ done }) => done?.how === 'dropped');
  const what = isDropped ? words.done.dropped : words.done.what;
  const line = say(words.done.alone, { what, date: dates.date(at), time: dates.time(at) });
  return { headline, about: null, lines: [line], links: [], small: [], done: true };
}
