import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import { Access, decide, FULL_SIGHT, together, type Sight } from '../../access/ability.js';
import { holdersOf, permission, viewOf, type PermissionWord } from '../../access/policy.js';
import type { Ties } from '../../access/views.js';
import { GRANTED_ROLES } from '../../access/words.js';
import { tiesTo, tiesToNone, tiesToRows } from '../../store/rights/standings.js';
import { noteRefused } from '../../store/rights/audit.js';
import { actingIn } from './audited.js';
import { Refusals } from './refusals.js';
import { isPublic } from './authentication.js';
import type { Allowed, CalledRequest, Caller } from './caller.js';
import { PERMISSION, WHERE } from './may.js';
import { Problem, notFound } from './problem.js';
import { askedIn, placeIn, type Where } from './where.js';

/** Asks the policy before a route is entered. The one query of a person's standing is made here; a key needs none. */
export class PolicyGuard implements CanActivate {
  private readonly refusals = new Refusals();

  constructor(private readonly dataSource: DataSource) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (isPublic(context)) return true;
    const request = context.switchToHttp().getRequest<CalledRequest>();
    const word = Reflect.getMetadata(PERMISSION, context.getHandler()) as PermissionWord;
    const where = Reflect.getMetadata(WHERE, context.getHandler()) as Where;
    try {
      request.allowed = await this.allowed(word, where, request, request.caller!);
    } catch (error) {
      if (error instanceof Problem) await this.noteRefused(context, where, request);
      throw error;
    }
    return true;
  }

  /** Who tries what is not theirs stands in the audit, whether or not there is such a record. */
  private async noteRefused(context: ExecutionContext, where: Where, request: FastifyRequest): Promise<void> {
    const acting = actingIn(context, (request as CalledRequest).caller!.receivedAt);
    const asked = 'name' in where ? askedIn(where, request) : null;
    const caller = `${acting.by.id} ${acting.personId}`;
    if (!this.refusals.isNews(caller, `${acting.route} ${asked?.id}`, acting.at)) return;
    const record = where.in === 'none' ? null : { type: where.kind, id: asked?.id ?? null };
    await noteRefused(this.dataSource.manager, acting, record);
  }

  private async allowed(
    word: PermissionWord,
    where: Where,
    request: FastifyRequest,
    caller: Caller,
  ): Promise<Allowed> {
    const key = caller.by.kind === 'key' ? Access.ofKey(caller.scopes ?? []) : null;
    if (key && !key.may(word)) throw keyMayNot(word);
    const { personId } = caller;
    // A body or query without an id is refused by its schema, in words that say what is wrong with it.
    const namesNothing = (where.in === 'body' || where.in === 'query') && askedIn(where, request) === null;
    if (personId === null || namesNothing)
      return { sight: sightOf(word, key, null), holds: new Set(), own: null };
    const { ties, own } = await this.tiesOf(word, where, request, personId, caller.receivedAt);
    const person = new Access(ties);
    switch (decide(word, key, person)) {
      case 'may':
        return { sight: sightOf(word, key, person), holds: ties.holds, own };
      case 'mayNot':
        throw personMayNot(word, person.countsOnly(word));
      case 'findsNothing':
        throw nothingThere(where, request);
    }
  }

  private async tiesOf(
    word: PermissionWord,
    where: Where,
    request: FastifyRequest,
    person: string,
    now: number,
  ): Promise<{ ties: Ties; own: Allowed['own'] }> {
    const tx = this.dataSource.manager;
    switch (where.in) {
      case 'none':
        return { ties: await tiesToNone(tx, person, now), own: null };
      case 'list': {
        const { ties, hasRows } = await tiesToRows(tx, person, now);
        if (!hasRows && new Access(ties).countsOnly(word)) throw personMayNot(word, true);
        return { ties, own: seesAll(word, ties) ? null : { person, now } };
      }
      default: {
        const asked = askedIn(where, request);
        const ties = asked && (await tiesTo(tx, person, asked, now));
        if (!ties) throw nothingThere(where, request);
        return { ties, own: null };
      }
    }
  }
}

/** A granted role that shows every row, such as the operator's of people. */
const seesAll = (word: PermissionWord, { holds }: Ties): boolean =>
  GRANTED_ROLES.some(
    (role) =>
      role !== 'legal' &&
      holds.has(role) &&
      holdersOf(word).includes(role) &&
      viewOf(word, role) !== 'counts',
  );

function sightOf(word: PermissionWord, key: Access | null, person: Access | null): Sight {
  const sights = [key, person].flatMap((access) => (access ? [access.sight(word)] : []));
  return Array.isArray(permission(word).by) ? FULL_SIGHT : together(sights);
}

function nothingThere(where: Where, request: FastifyRequest): Problem {
  if (where.in === 'none' || where.in === 'list') throw new Error('only a record can be missing');
  const id = String(placeIn(where, request)[where.name]);
  if (where.in !== 'body') return notFound(where.noun, id);
  return new Problem(422, `There is no ${where.noun} with the id ${id}. Add them first.`);
}

const FIGURES = 'You see figures, not single records: GET /api/v1/insights has them.';

const personMayNot = (word: PermissionWord, counts: boolean): Problem =>
  new Problem(403, `This is not yours to do here (${word}). ${counts ? FIGURES : whose(word)}`, {
    members: { permission: word },
    refused: { code: 'notTheirs' },
  });

const keyMayNot = (word: PermissionWord): Problem =>
  new Problem(403, `This key may not do this (${word}). ${whose(word)}`, {
    members: { permission: word },
    refused: { code: 'keyMayNot' },
  });

const whose = (word: PermissionWord): string =>
  `${permission(word).purpose} It is for: ${holdersOf(word).join(', ')}.`;
