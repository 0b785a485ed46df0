import { notYetShown, type NotYetShown } from '../../access/both-in.js';
import {
  ACTION_FIELDS,
  ANSWER_FIELDS,
  FACT_FIELDS,
  FEEDBACK_FIELDS,
  masked,
  OBSERVATION_FIELDS,
  SUMMARY_FIELDS,
  type Entry,
} from '../../access/views.js';
import { FIELD_GROUPS, type FieldGroup } from '../../access/words.js';
import type { AnyFact } from '../../domain/facts.js';
import type { Instant } from '../../domain/time.js';
import type { Allowed } from '../common/caller.js';
import type { Visit } from '../visits/visits.dto.js';
import { visitSeen } from '../visits/visits.service.js';
import type { EnrolmentDetail, Observation } from './enrolments.dto.js';

type Action = EnrolmentDetail['actions'][number];
/** Facts whose words wait with what they tell. */
const WAITING: ReadonlySet<string> = new Set(['selfAssessed', 'observed', 'feedbackGiven', 'actionAgreed']);

type Told = Pick<AnyFact, 'id' | 'kind' | 'happenedAt'> & { data: unknown };

/** One enrolment as one reader sees it: what is not for their eyes is left out, and said to be. */
export class Eyes {
  private readonly notYet: NotYetShown;
  private readonly observationOf: ReadonlyMap<string, string>;

  /**
   * @param log the facts of the enrolment in the order in which they were told
   * @param readable from when on the rep may read the feedback on an observation
   */
  constructor(
    private readonly allowed: Allowed,
    log: readonly AnyFact[],
    private readonly open: readonly { key: string }[],
    private readonly readable: ReadonlyMap<string, Instant>,
    private readonly now: Instant,
  ) {
    this.notYet = notYetShown(log);
    this.observationOf = new Map(log.flatMap(actionsIn));
  }

  /** Where it stands, or nothing of it. */
  summary<T extends object>(record: T): T {
    return masked(record, SUMMARY_FIELDS, (group) => this.allowed.sight.shows(group));
  }

  /** Whether anything is said of where the enrolment stands today. */
  get seesStatus(): boolean {
    return this.allowed.sight.shows('status');
  }

  /** What is withheld of everything in it. */
  withheld(entries: readonly Entry[]): FieldGroup[] {
    const { sight } = this.allowed;
    return FIELD_GROUPS.filter((group) =>
      group === 'texts' || group === 'ratings'
        ? entries.some((entry) => !sight.showsOf(entry, group))
        : !sight.shows(group),
    );
  }

  entryOfObservation = (id: string, at: Instant): Entry => ({ at, open: this.isOpen(id), about: [id] });
  entryOfAction = ({ id, observation, agreedAt }: Action): Entry => ({
    at: Date.parse(agreedAt),
    open: this.isOpen(id) || this.isOpen(observation),
    about: [observation],
  });
  entryOfFact(fact: Told): Entry {
    const { observationId, actionId, visitId } = fact.data as Record<string, string | undefined>;
    const ids = [observationId ?? (actionId && this.observationOf.get(actionId)), visitId].filter(
      (id) => typeof id === 'string',
    );
    return { at: fact.happenedAt, open: ids.some((id) => this.isOpen(id)), about: ids };
  }

  observations(seen: readonly Observation[]): Observation[] {
    return seen.flatMap((one) => {
      const entry = this.entryOfObservation(one.id, Date.parse(one.observedAt));
      if (!this.shows(entry, 'dates')) return [];
      const shows = (group: FieldGroup): boolean =>
        this.shows(entry, group) && !(group === 'ratings' && this.isRep && this.notYet.fromRep.has(one.id));
      const untilTheTalk = (group: FieldGroup): boolean =>
        shows(group) && !(this.isWritten(group) && this.waitsForTalk(one.id));
      return [
        {
          ...masked(one, OBSERVATION_FIELDS, shows),
          feedback: one.feedback && masked(one.feedback, FEEDBACK_FIELDS, untilTheTalk),
          acknowledgement: one.acknowledgement && masked(one.acknowledgement, ANSWER_FIELDS, shows),
        },
      ];
    });
  }

  actions(actions: readonly Action[]): Action[] {
    return actions.flatMap((action) => {
      const entry = this.entryOfAction(action);
      if (!this.shows(entry, 'dates')) return [];
      const waits = this.waitsForTalk(action.observation);
      return [
        masked(
          action,
          ACTION_FIELDS,
          (group) => this.shows(entry, group) && !(this.isWritten(group) && waits),
        ),
      ];
    });
  }

  visits(visits: readonly Visit[]): Visit[] {
    return visits.flatMap((visit) => {
      const entry = { at: Date.parse(visit.at), open: visit.state === 'planned', about: [visit.id] };
      return this.shows(entry, 'dates') ? [visitSeen(visit, this.allowed.sight)] : [];
    });
  }

  /** Whether a fact is shown at all, and whether the ratings are that it tells. */
  fact(fact: Told): { shown: boolean; texts: boolean; ratings: boolean } {
    const entry = this.entryOfFact(fact);
    const early =
      (!this.isRep && !this.isLegal && this.isPerson && this.notYet.fromOthers.has(fact.id)) ||
      (this.isRep && entry.about.some((id) => this.notYet.fromRep.has(id) || this.waitsForTalk(id)));
    return {
      shown: this.shows(entry, 'dates'),
      texts: this.shows(entry, 'texts') && !(early && WAITING.has(fact.kind)),
      ratings: this.shows(entry, 'ratings') && !early,
    };
  }

  /** Whether a self-assessment is out in the open: the coach's rating is in, too. */
  areBothIn(selfAssessment: string): boolean {
    return !this.notYet.fromOthers.has(selfAssessment);
  }

  /** A fact as it stands in the log, or in the timeline: without what is not for these eyes. */
  told<T extends object>(entry: T, texts: boolean): T {
    return masked(entry, FACT_FIELDS, () => texts);
  }

  private isWritten = (group: FieldGroup): boolean => group === 'texts' || group === 'ratings';

  /** Feedback is for the rep to read once the two have talked, or a working day later. */
  private waitsForTalk(observation: string): boolean {
    return this.isRep && this.now < (this.readable.get(observation) ?? -Infinity);
  }

  private get isRep(): boolean {
    return this.allowed.holds.has('self');
  }

  private get isLegal(): boolean {
    return this.allowed.holds.has('legal');
  }

  private get isPerson(): boolean {
    return this.allowed.holds.size > 0;
  }

  private shows(entry: Entry, group: FieldGroup): boolean {
    return this.allowed.sight.showsOf(entry, group);
  }

  private isOpen(id: string): boolean {
    return this.open.some(({ key }) => key.split('/')[1] === id);
  }
}

/** Which observation each agreed action came of. */
function actionsIn({ data }: AnyFact): [action: string, observation: string][] {
  const { observationId, actionId, actions, feedback } = data as {
    observationId?: string;
    actionId?: string;
    actions?: { actionId: string }[];
    feedback?: { actions: { actionId: string }[] } | null;
  };
  if (observationId === undefined) return [];
  const ids = [actionId, ...(actions ?? feedback?.actions ?? []).map((action) => action.actionId)];
  return ids.flatMap((id): [string, string][] => (id === undefined ? [] : [[id, observationId]]));
}
