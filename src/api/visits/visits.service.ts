import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { v7 as uuid } from 'uuid';
import type { Sight } from '../../access/ability.js';
import { masked, VISIT_FIELDS } from '../../access/views.js';
import { toIso, type Instant } from '../../domain/time.js';
import { requirePeople } from '../../store/people/people.js';
import { Refusal, unknown } from '../../store/refusal.js';
import { refuseFuture } from '../../store/loops/tellings.js';
import {
  insertVisits,
  listVisits,
  lockVisit,
  readVisit,
  tellOfVisits,
  updateVisits,
  type VisitNews,
  type VisitRow,
  type VisitState,
} from '../../store/coaching/visits.js';
import { once, type Actor, type Allowed, type OnceRequest } from '../common/caller.js';
import { readPage, type Page } from '../common/page.js';
import type { NewVisit, Visit, VisitChange, VisitMove, VisitQuery } from './visits.dto.js';

/** What can still be done with a visit. */
const ALLOWED: Readonly<Record<VisitState, readonly string[]>> = {
  planned: ['move', 'cancel', 'held', 'report'],
  held: ['report'],
  cancelled: [],
};

/** @throws Refusal (conflict) with what is allowed instead */
export function requireAllowed(visit: VisitRow, what: string): void {
  const allowed = ALLOWED[visit.state];
  if (allowed.includes(what)) return;
  const code = visit.state === 'cancelled' ? 'visitCancelled' : 'visitHeld';
  throw new Refusal('conflict', { code }, { allowed });
}

export const toVisit = ({ repId, at, ...row }: VisitRow): Visit => ({ ...row, rep: repId, at: toIso(at) });

/** A visit as a reader sees it: where it took place is none of a reader's business who sees dates alone. */
export const visitSeen = (visit: Visit, sight: Sight): Visit => {
  const entry = { at: Date.parse(visit.at), open: visit.state === 'planned', about: [visit.id] };
  return masked(visit, VISIT_FIELDS, (group) => sight.showsOf(entry, group));
};

@Injectable()
export class VisitsService {
  constructor(private readonly dataSource: DataSource) {}

  async list(query: VisitQuery, { own, sight }: Allowed): Promise<Page<Visit>> {
    const list = { name: 'joint-visits', keys: 2, positionOf: ({ at, id }: VisitRow) => [toIso(at), id] };
    const page = await readPage(list, query, (after, limit) =>
      listVisits(this.dataSource.manager, query, after && { at: after[0]!, id: after[1]! }, limit, own),
    );
    return { ...page, items: page.items.map((visit) => visitSeen(toVisit(visit), sight)) };
  }

  async get(id: string, { sight }: Allowed): Promise<Visit> {
    const visit = await readVisit(this.dataSource.manager, id);
    if (!visit) throw unknown('joint visit', id);
    return visitSeen(toVisit(visit), sight);
  }

  plan(body: NewVisit, actor: Actor, request: OnceRequest): Promise<Visit> {
    return once(this.dataSource, request, async (tx) => {
      const observers = [
        ...new Set(body.observers ?? (actor.personId === null ? [] : [actor.personId])),
      ].sort();
      if (observers.length === 0) throw new Refusal('invalid', { code: 'nobodyComes' });
      if (observers.includes(body.rep)) throw new Refusal('invalid', { code: 'ownVisit' });
      await requirePeople(tx, [body.rep, ...observers]);
      const visit: VisitRow = {
        id: uuid(),
        externalId: body.externalId ?? null,
        repId: body.rep,
        at: body.at,
        institution: body.institution ?? null,
        channel: body.channel,
        state: 'planned',
        moves: 0,
        observers,
      };
      await insertVisits(tx, [visit], request.now);
      await tellOfVisits(tx, [newsOf('visitPlanned', visit, request.now, actor)], request.now);
      return toVisit(visit);
    });
  }

  move(id: string, { at, happenedAt }: VisitMove, actor: Actor, request: OnceRequest): Promise<Visit> {
    return this.change(id, 'move', happenedAt, request, async (tx, visit, movedAt) => {
      if (visit.at === at) return visit;
      const moved = { ...visit, at, moves: visit.moves + 1 };
      await updateVisits(tx, [moved], request.now);
      await tellOfVisits(tx, [newsOf('visitMoved', moved, movedAt, actor)], request.now);
      return moved;
    });
  }

  cancel(id: string, { happenedAt }: VisitChange, actor: Actor, request: OnceRequest): Promise<Visit> {
    return this.change(id, 'cancel', happenedAt, request, async (tx, visit, cancelledAt) => {
      const cancelled: VisitRow = { ...visit, state: 'cancelled' };
      await updateVisits(tx, [cancelled], request.now);
      await tellOfVisits(tx, [newsOf('visitCancelled', cancelled, cancelledAt, actor)], request.now);
      return cancelled;
    });
  }

  hold(id: string, { happenedAt }: VisitChange, actor: Actor, request: OnceRequest): Promise<Visit> {
    return this.change(id, 'held', happenedAt, request, (tx, visit, _, now) =>
      holdVisit(tx, visit, happenedAt ?? Math.min(visit.at, now), actor, now),
    );
  }

  private change(
    id: string,
    what: string,
    happenedAt: Instant | undefined,
    request: OnceRequest,
    work: (tx: EntityManager, visit: VisitRow, happenedAt: Instant, now: Instant) => Promise<VisitRow>,
  ): Promise<Visit> {
    const { now } = request;
    refuseFuture(happenedAt ?? now, now);
    return once(this.dataSource, request, async (tx) => {
      const visit = await lockVisit(tx, id);
      if (!visit) throw unknown('joint visit', id);
      requireAllowed(visit, what);
      return toVisit(await work(tx, visit, happenedAt ?? now, now));
    });
  }
}

/** The visit took place: stored, and told to the rep's loops. */
export async function holdVisit(
  tx: EntityManager,
  visit: VisitRow,
  heldAt: Instant,
  actor: Actor,
  now: Instant,
): Promise<VisitRow> {
  const held: VisitRow = { ...visit, state: 'held' };
  await updateVisits(tx, [held], now);
  await tellOfVisits(tx, [newsOf('visitHeld', held, heldAt, actor)], now);
  return held;
}

const newsOf = (
  kind: VisitNews['kind'],
  { id, repId, at, observers }: VisitRow,
  happenedAt: Instant,
  actor: Actor,
): VisitNews => ({ kind, visitId: id, repId, at, observers, happenedAt, actorId: actor.personId });
