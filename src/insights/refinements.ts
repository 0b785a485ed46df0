import { isSuppressed, type Row } from '../access/suppression.js';
import type { Refused } from '../domain/refusals.js';
import type { IsoDate } from '../domain/time.js';
import { LEARNING_KPIS, type LearningKpi } from './catalogue.js';
import { answersOf, figureOf, type Figure } from './figures.js';
import { differenceOf, type Difference, type Share } from './interval.js';

/** What a training team says it changed in the content of a capability. */
export interface Refinement {
  /** Null: the content as a whole. */
  anchor: string | null;
  /** The first version with the change in it. */
  contentVersion: string;
  /** A day on or before today, unless it is planned. */
  liveOn: IsoDate;
}

/** What is known of a capability where a refinement of it is recorded. */
export interface Taught {
  /** The day since which it is there. */
  since: IsoDate;
  anchors: readonly string[];
  /** With which content people were trained, in the order in which it was first used. */
  versions: readonly string[];
}

/** Why a refinement cannot be recorded so, field by field; empty: it can. */
export function unrecordable(
  { anchor, contentVersion, liveOn }: Refinement,
  isPlanned: boolean,
  { since, anchors, versions }: Taught,
  today: IsoDate,
): Refused[] {
  const wrong: Refused[] = [];
  if (anchor !== null && !anchors.includes(anchor))
    wrong.push({ code: 'anchorUnknown', at: 'anchor', params: { anchor, anchors: anchors.join(', ') } });
  if (!isPlanned && !versions.includes(contentVersion)) {
    const [at, known] = ['contentVersion', versions.join(', ')];
    wrong.push(
      versions.length === 0
        ? { code: 'nobodyTrained', at }
        : { code: 'versionUnused', at, params: { version: contentVersion, versions: known } },
    );
  }
  const at = 'liveOn';
  if (liveOn < since) wrong.push({ code: 'beforeCapability', at, params: { since, day: liveOn } });
  else if (liveOn > today !== isPlanned)
    wrong.push({ code: isPlanned ? 'planOver' : 'notLiveYet', at, params: { day: liveOn, today } });
  return wrong;
}

/** Versions before a refinement, and those from it on; one that nobody was trained with yet comes last. */
export function sidesOf(
  contentVersion: string,
  versions: readonly string[],
): { before: string[]; after: string[] } {
  const place = versions.indexOf(contentVersion);
  const from = place < 0 ? versions.length : place;
  return { before: versions.slice(0, from), after: place < 0 ? [contentVersion] : versions.slice(from) };
}

/** Reps who were trained with some versions of a content. */
export interface Cohort {
  versions: readonly string[];
  figure: Figure;
  /** Who was not followed long enough yet: in no part of the figure. */
  early: number;
  /** Of an anchor, who had no rating of it in time, and stands in the denominator; null: too few to tell, or another figure. */
  unseen: number | null;
}

export function cohortOf(rows: readonly Row[], kpi: LearningKpi, versions: readonly string[]): Cohort {
  const theirs = rows.filter(
    ({ place }) => place.contentVersion !== null && versions.includes(place.contentVersion),
  );
  const early = sum(theirs.filter(isEarly));
  const figure = figureOf(theirs, LEARNING_KPIS[kpi]);
  const { leftOut } = figure;
  return {
    versions,
    figure: { ...figure, leftOut: { ...leftOut, suppressed: leftOut.suppressed - early } },
    early,
    unseen: unseenIn(theirs),
  };
}

const isEarly = ({ figure }: Row): boolean => isSuppressed(figure) && figure.suppressed === 'tooEarly';
const sum = (rows: readonly Row[]): number => rows.reduce((total, { reps }) => total + reps, 0);

/** Where some row of several does not tell it, nothing is said of all. */
function unseenIn(rows: readonly Row[]): number | null {
  const told = rows.filter(({ figure }) => !isSuppressed(figure));
  const isTold = told.every(({ figure }) => !isSuppressed(figure) && figure.answers.unseen !== undefined);
  return isTold ? (answersOf(told)?.answers.unseen ?? null) : null;
}

export interface Comparison {
  kpi: LearningKpi;
  /** Null: it is about no anchor. */
  anchor: string | null;
  before: Cohort;
  after: Cohort;
  /** After less before; null: one of the two cannot be shown. */
  difference: Difference | null;
  /** Reps in rows of several versions, who belong to neither side. */
  mixed: number;
}

/**
 * Cohorts that were trained before and after a refinement, each followed equally long. Observed, not explained: what else
 * changed meanwhile is not known here.
 */
export function compared(
  rows: readonly Row[],
  kpi: LearningKpi,
  anchor: string | null,
  sides: { before: readonly string[]; after: readonly string[] },
): Comparison {
  const [before, after] = [cohortOf(rows, kpi, sides.before), cohortOf(rows, kpi, sides.after)];
  const isBoth = after.figure.share !== null && before.figure.share !== null;
  return {
    kpi,
    anchor,
    before,
    after,
    difference: isBoth ? differenceOf(after.figure.share!, before.figure.share!) : null,
    mixed: sum(rows.filter(({ place }) => place.contentVersion === null)),
  };
}

/** An anchor by versions of a content, the newest last. */
export interface AnchorByVersion {
  anchor: string;
  cohorts: Cohort[];
  /** The newest of which something can be told; null: none is. */
  newest: { version: string; share: Share } | null;
  /** By the newest, fewer than half meet it, and not by chance. */
  isSeldom: boolean;
}

/** @param tables rows by anchor, in the order of the rubric; the least met comes first, what is not told last */
export function anchorsByVersion(
  tables: readonly { anchor: string; rows: readonly Row[] }[],
  versions: readonly string[],
): AnchorByVersion[] {
  return tables
    .map(({ anchor, rows }) => {
      const cohorts = versions.map((version) => cohortOf(rows, 'anchorMet', [version]));
      const told = versions.flatMap((version, index) => {
        const { share } = cohorts[index]!.figure;
        return share ? [{ version, share }] : [];
      });
      const newest = told.at(-1) ?? null;
      return { anchor, cohorts, newest, isSeldom: newest !== null && newest.share.high < HALF };
    })
    .sort((a, b) => shareOf(a) - shareOf(b));
}

const NOT_TOLD = 2;
const shareOf = ({ newest }: AnchorByVersion): number => newest?.share.share ?? NOT_TOLD;

const HALF = 0.5;
