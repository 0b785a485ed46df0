import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Instant } from '../../domain/time.js';
import { refuseForbidden } from '../../store/calendars/country-settings.js';
import {
  idsOf,
  lockEnrolment,
  lockEnrolmentsOf,
  repOf,
  type LockedEnrolment,
} from '../../store/loops/enrolments.js';
import { requirePeople } from '../../store/people/people.js';
import { Refusal, unknown } from '../../store/refusal.js';
import { refuseFuture } from '../../store/loops/tellings.js';
import { lockVisit } from '../../store/coaching/visits.js';
import { once, type Actor, type OnceRequest } from '../common/caller.js';
import { Problem } from '../common/problem.js';
import { holdVisit, requireAllowed, toVisit } from '../visits/visits.service.js';
import { observe, type Observed, type Sighted } from './observing.js';
import type { Observation, ObservationAnswer, ObservedAnswer, Report, Reported } from './reports.dto.js';
import type { Written } from './written.js';

type Entry = Report['capabilities'][number];

@Injectable()
export class ReportsService {
  constructor(private readonly dataSource: DataSource) {}

  /** The field coaching report: one transaction, one fact for every loop in which what was seen counts. */
  report(visitId: string, body: Report, actor: Actor, request: OnceRequest): Promise<Reported> {
    const { now } = request;
    return once(this.dataSource, request, async (tx) => {
      const visit = await lockVisit(tx, visitId);
      if (!visit) throw unknown('joint visit', visitId);
      requireAllowed(visit, 'report');
      const happenedAt = body.happenedAt ?? Math.min(visit.at, now);
      const sighted = await this.sighted(
        tx,
        {
          ...body,
          channel: body.channel ?? visit.channel,
          customer: body.customer ?? visit.institution ?? undefined,
        },
        visit.repId,
        actor,
        happenedAt,
        now,
      );
      const loops = await lockEnrolmentsOf(tx, visit.repId);
      const entries = await loopsByEntry(tx, body.capabilities, loops);
      const held = visit.state === 'planned' ? await holdVisit(tx, visit, happenedAt, actor, now) : visit;
      const observations: ObservedAnswer[] = [];
      for (const [entry, counted] of entries) {
        const { observed, refused } = await observeWhereTaken(
          tx,
          counted,
          { ...sighted, visitId },
          entry,
          now,
        );
        if (observed.length === 0 && refused) throw refused;
        observations.push(...observed);
      }
      return { visit: toVisit(held), observations };
    });
  }

  /**
   * "I saw it already": an observation without a planned visit. It is one of the loop that is named, and counts in every
   * other program of the rep that holds the capability.
   */
  observe(
    enrolmentId: string,
    body: Observation,
    actor: Actor,
    request: OnceRequest,
  ): Promise<ObservationAnswer> {
    const { now } = request;
    return once(this.dataSource, request, async (tx) => {
      const rep = await repOf(tx, enrolmentId);
      if (rep === null) throw unknown('enrolment', enrolmentId);
      const loops = await lockEnrolmentsOf(tx, rep);
      // An older loop of which a newer one was opened since is locked by itself.
      const loop = loops.find(({ id }) => id === enrolmentId) ?? (await lockEnrolment(tx, enrolmentId))!;
      const sighted = await this.sighted(tx, body, rep, actor, body.happenedAt ?? now, now);
      const others = loops.filter(
        ({ capabilityId, programId }) => capabilityId === loop.capabilityId && programId !== loop.programId,
      );
      const named = toAnswer(await observe(tx, loop, sighted, body, now));
      const { observed } = await observeWhereTaken(tx, others, sighted, body, now);
      return { ...named, elsewhere: observed };
    });
  }

  private async sighted(
    tx: EntityManager,
    body: Omit<Observation, 'talked'>,
    rep: string,
    actor: Actor,
    happenedAt: Instant,
    now: Instant,
  ): Promise<Sighted> {
    const observer = body.observer ?? actor.personId;
    if (observer === null)
      throw new Refusal('invalid', 'Who saw it? Send observer, or the header Acting-As.');
    if (actor.personId !== null && observer !== actor.personId)
      throw new Problem(403, 'People say what they saw themselves. Leave observer out, or let them send it.');
    if (observer === rep)
      throw new Refusal('invalid', 'A rep does not observe themselves. Send their self-assessment instead.');
    await requirePeople(tx, [observer]);
    await refuseForbidden(tx, rep, { freeText: body.note !== undefined });
    const { customer = null, note = null, channel, prompted } = body;
    refuseFuture(body.givenAt ?? now, now);
    const givenAt = Math.max(body.givenAt ?? now, happenedAt);
    return {
      visitId: null,
      observer,
      happenedAt,
      givenAt,
      channel,
      customer,
      prompted,
      actorId: actor.personId,
      note,
    };
  }
}

/** The loops in which each reported capability counts. */
async function loopsByEntry(
  tx: EntityManager,
  entries: readonly Entry[],
  loops: readonly LockedEnrolment[],
): Promise<[Entry, LockedEnrolment[]][]> {
  const capabilities = await idsOf(
    tx,
    'capability',
    entries.map(({ capability }) => capability),
  );
  const programs = await idsOf(
    tx,
    'program',
    entries.flatMap(({ program }) => program ?? []),
  );
  const taken = new Set<string>();
  return entries.map((entry) => {
    const capability = capabilities.get(entry.capability);
    const program = entry.program === undefined ? null : programs.get(entry.program);
    if (capability === undefined) throw new Refusal('invalid', `There is no capability ${entry.capability}.`);
    if (program === undefined) throw new Refusal('invalid', `There is no program ${entry.program}.`);
    const counted = loops.filter(
      (loop) => loop.capabilityId === capability && (program === null || loop.programId === program),
    );
    if (counted.length === 0)
      throw new Refusal(
        'invalid',
        `The rep has no coaching loop in ${entry.capability}. Report only what they were trained in.`,
      );
    for (const { id } of counted) {
      if (taken.has(id))
        throw new Refusal('invalid', `${entry.capability} stands in this report twice. Send it once.`);
      taken.add(id);
    }
    return [entry, counted];
  });
}

/** What was seen counts wherever a loop takes it; where one does not, the first says why. */
async function observeWhereTaken(
  tx: EntityManager,
  loops: readonly LockedEnrolment[],
  sighted: Sighted,
  written: Written,
  now: Instant,
): Promise<{ observed: ObservedAnswer[]; refused: Refusal | null }> {
  const observed: ObservedAnswer[] = [];
  let refused: Refusal | null = null;
  for (const loop of loops) {
    try {
      observed.push(toAnswer(await observe(tx, loop, sighted, written, now)));
    } catch (error) {
      if (!(error instanceof Refusal) || error.kind !== 'conflict') throw error;
      refused ??= error;
    }
  }
  return { observed, refused };
}

const toAnswer = ({ observationId, actionId, fact }: Observed): ObservedAnswer => ({
  enrolment: fact.enrolmentId,
  observation: observationId,
  action: actionId,
  fact: fact.id,
  seq: fact.seq,
});
