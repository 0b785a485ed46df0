import { capital } from '../../channels/plain.js';
import type { Locale, Values, Words } from '../../channels/wording/locale.js';
import type { Cadence, CadenceProblem, LadderName, Rung } from '../../domain/cadence.js';
import { daysToAdoption, type Concern } from '../../domain/cadence-review/concerns.js';
import type { Difference } from '../../domain/cadence-review/difference.js';
import type { Audience } from '../../domain/people.js';
import { HOUR, MINUTE, SECOND, type Clock, type IsoDuration } from '../../domain/time.js';
import { isDuration, parseDuration } from '../../domain/working-time/index.js';

type Fields = Words['cadences']['fields'];
/** Values of a concern that are lengths of time, and the one that is an offset from a due date. */
const LENGTHS: ReadonlySet<string> = new Set(['followUp', 'action', 'apart', 'within']);
const OFFSETS: ReadonlySet<string> = new Set(['at', 'first', 'second']);

/** Says of a cadence what a program owner should know, in their language. */
export class CadenceVoice {
  private readonly words: Words['cadences'];

  /** @param clock by which the document counts */
  constructor(
    private readonly locale: Locale,
    private readonly clock: Clock,
  ) {
    this.words = locale.words.cadences;
  }

  concern({ code, values }: Concern): string {
    const told = Object.entries(values).map(([name, value]): [string, string | number] => {
      if (typeof value === 'number') return [name, value];
      if (name === 'ladder') return [name, this.words.ladder[value as LadderName]];
      if (name === 'to') return ['To', capital(this.audience(value as Audience))];
      if (name === 'part') return [name, this.words.parts[value as Audience]];
      if (name === 'field') return [name, this.field(value)];
      if (LENGTHS.has(name)) return [name, this.duration(value)];
      return [name, OFFSETS.has(name) ? this.offset(value) : value];
    });
    return this.say(this.words.concerns[code], Object.fromEntries(told));
  }

  /** What keeps it from being published. Steps are counted from a due date, check-ins from adoption on the calendar. */
  problem({ path, message, problem }: CadenceProblem): string {
    if (!problem) return message;
    const { code, params = {} } = problem;
    const said = (value: string | number): string => {
      const text = String(value);
      if (!isDuration(text)) return text;
      return path.startsWith('sustain') ? this.duration(text, true) : this.offset(text);
    };
    const { earlier, later } = params;
    const told = earlier !== undefined &&
      later !== undefined && { earlier: said(earlier), later: said(later) };
    return this.say(this.locale.words.fieldProblems[code], { ...params, ...told });
  }

  /** What a place of the document is called; one of several stands for all of them. */
  private field = (path: string): string => this.words.fields[path.replace(/\.\d+$/, '') as keyof Fields];

  pace(cadence: Cadence): string {
    const { pace, paceInDays } = this.words;
    return this.say(this.clock === 'working' ? pace : paceInDays, { days: daysToAdoption(cadence) });
  }

  /** @param clockBefore by which the other document counted */
  difference(one: Difference, clockBefore: Clock): string {
    const old = clockBefore === this.clock ? this : new CadenceVoice(this.locale, clockBefore);
    if (one.rung) {
      const ladder = this.words.ladder[one.ladder];
      const { before, after } = one.rung;
      const text = before ? (after ? this.words.rungChanged : this.words.rungRemoved) : this.words.rungAdded;
      return this.say(text, {
        ladder,
        ...(before && { before: old.rung(before) }),
        ...(after && { after: this.rung(after) }),
      });
    }
    const { path, before, after } = one;
    const text =
      before === null ? this.words.added : after === null ? this.words.removed : this.words.changed;
    return this.say(text, {
      field: this.words.fields[path as keyof Fields],
      ...(before !== null && { before: old.value(path, before) }),
      ...(after !== null && { after: this.value(path, after) }),
    });
  }

  private rung({ at, to, via, stall = false }: Rung): string {
    return this.say(this.words.rung, {
      at: this.offset(at),
      to: this.audience(to),
      via: this.list(via.map((channel) => this.words.channel[channel])),
      stall: stall ? 'yes' : 'no',
    });
  }

  private value(path: string, value: string | number): string {
    if (value === 'working' || value === 'calendar') return this.words.clock[value];
    if (typeof value === 'number' || path === 'adoption.level') return String(value);
    const always = path === 'sustain.checkIns';
    return this.list(value.split(' ').map((part) => this.duration(part, always)));
  }

  /** @param always counted on the calendar, whatever the document's clock */
  private duration(text: IsoDuration, always = false): string {
    const { weeks, days, ms, exact } = parseDuration(text);
    const { duration } = this.words;
    if (weeks > 0 && days === 0) return this.say(duration.weeks, { n: weeks });
    if (!exact) {
      const unit = this.clock === 'working' && !always ? duration.workingDays : duration.days;
      return this.say(unit, { n: days + weeks * (this.clock === 'working' && !always ? 5 : 7) });
    }
    const [unit, length] =
      ms % HOUR === 0
        ? [duration.hours, HOUR]
        : ms % MINUTE === 0
          ? [duration.minutes, MINUTE]
          : [duration.seconds, SECOND];
    return this.say(unit, { n: Math.round(ms / length) });
  }

  private offset(text: IsoDuration): string {
    const { sign, weeks, days, ms } = parseDuration(text);
    const { offset } = this.words;
    if (weeks + days + ms === 0) return offset.on;
    return this.say(sign < 0 ? offset.before : offset.after, { duration: this.duration(text) });
  }

  private audience = (to: Audience): string =>
    to === 'rep' ? this.words.rep : this.locale.words.timeline.audience[to];

  private list = (parts: readonly string[]): string =>
    new Intl.ListFormat(this.locale.words.dates).format(parts);

  private say = (text: string, values: Values = {}): string => this.locale.say(text, values);
}
