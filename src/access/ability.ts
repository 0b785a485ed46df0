import { createMongoAbility, subject, type MongoAbility, type RawRuleOf } from '@casl/ability';
import { holdersOf, permission, PERMISSION_WORDS, SEEN_BY, viewOf, type PermissionWord } from './policy.js';
import type { FieldGroup, Holder } from './words.js';
import { STANDINGS } from './words.js';
import { NO_TIES, shownBy, type Entry, type Ties } from './views.js';

type Rights = MongoAbility<
  [PermissionWord, 'record' | ('entry' | (Entry & { __caslSubjectType__: 'entry' }))]
>;
type Rule = RawRuleOf<Rights>;

/** What a caller may see of one record. */
export interface Sight {
  shows(group: FieldGroup): boolean;
  showsOf(entry: Entry, group: FieldGroup): boolean;
}

/** What is allowed to whoever holds this, by the one table. */
export class Access {
  private readonly rights: Rights;

  constructor(private readonly ties: Ties) {
    const holders = [...ties.holds];
    this.rights = createMongoAbility<Rights>([
      ...holders.flatMap((holder) => rulesOf(holder, ties)),
      ...holders.flatMap((holder) => FORBIDDEN.get(holder) ?? []),
    ]);
  }

  /** Of a key: its scopes know no record. */
  static ofKey(scopes: readonly Holder[]): Access {
    return new Access({ ...NO_TIES, holds: new Set(scopes) });
  }

  may(word: PermissionWord): boolean {
    return this.rights.can(word, 'record');
  }

  /** Whether it may be told that the record is there: they are something to it, or may see it. */
  knowsOf(word: PermissionWord): boolean {
    const { record } = permission(word);
    return (
      record === null || this.may(SEEN_BY[record]) || TIED.some((standing) => this.ties.holds.has(standing))
    );
  }

  /** Whether what they may read are figures over many, never one record. */
  countsOnly(word: PermissionWord): boolean {
    return [...this.ties.holds].some((holder) => viewOf(word, holder) === 'counts');
  }

  sight(word: PermissionWord): Sight {
    return {
      shows: (group) => this.rights.can(word, 'record', group),
      showsOf: (entry, group) => this.rights.can(word, subject('entry', { ...entry }), group),
    };
  }
}

const TIED = STANDINGS.filter((standing) => standing !== 'anyone');

/** Everything is seen. */
export const FULL_SIGHT: Sight = { shows: () => true, showsOf: () => true };

/** What both see: of a machine that speaks for a person. */
export const together = (sights: readonly Sight[]): Sight => ({
  shows: (group) => sights.every((sight) => sight.shows(group)),
  showsOf: (entry, group) => sights.every((sight) => sight.showsOf(entry, group)),
});

/** The permissions of a holder that are no views never change; they are made into rules once. */
const PLAIN = new Map<Holder, Rule[]>();
const VIEWING = new Map<Holder, PermissionWord[]>();
const FORBIDDEN = new Map<Holder, Rule[]>();

const add = <K, V>(map: Map<K, V[]>, key: K, value: V): unknown =>
  map.set(key, [...(map.get(key) ?? []), value]);

for (const word of PERMISSION_WORDS) {
  for (const holder of holdersOf(word)) {
    if (viewOf(word, holder) === null) add(PLAIN, holder, { action: word, subject: 'record' });
    else add(VIEWING, holder, word);
  }
  for (const holder of permission(word).never ?? [])
    add(FORBIDDEN, holder, { action: word, subject: 'record', inverted: true });
}

function rulesOf(holder: Holder, ties: Ties): Rule[] {
  const views = (VIEWING.get(holder) ?? []).flatMap((word) =>
    shownBy(viewOf(word, holder)!, holder, ties).map(({ of, groups, where }): Rule => ({
      action: word,
      subject: of,
      fields: groups,
      ...(where && { conditions: where }),
    })),
  );
  return [...(PLAIN.get(holder) ?? []), ...views];
}

export type Decision = 'may' | 'mayNot' | 'findsNothing';

/**
 * Whether something is allowed to a machine, to a person, or to a machine that speaks for one: then both must be
 * allowed it.
 */
export function decide(word: PermissionWord, key: Access | null, person: Access | null): Decision {
  if (key && !key.may(word)) return 'mayNot';
  if (!person || person.may(word)) return key || person ? 'may' : 'mayNot';
  return person.knowsOf(word) ? 'mayNot' : 'findsNothing';
}
