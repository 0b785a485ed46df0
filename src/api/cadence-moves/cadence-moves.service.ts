import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { toIso, type Instant } from '../../domain/time.js';
import {
  openByRegion,
  readMoves,
  startMove,
  steerMove,
  undoMove,
  type Move,
  type MoveRow,
} from '../../store/programs/cadence-moves.js';
import { unknown } from '../../store/refusal.js';
import { Rules } from '../../store/loops/rules.js';
import { inTransaction } from '../../store/transaction.js';
import { once, type OnceRequest } from '../common/caller.js';
import { Clock } from '../common/parts.js';
import type {
  ImpactAnswer,
  MoveAnswer,
  NewMoveBody,
  OpenRegionsAnswer,
  ToWeighBody,
} from './cadence-moves.dto.js';
import { weigh } from './weigh.js';

const LATEST = 50;

@Injectable()
export class CadenceMovesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly rules: Rules,
  ) {}

  impact(programId: string, { version, region, begins }: ToWeighBody): Promise<ImpactAnswer> {
    const scope = { programId, region: region ?? null, cadenceVersionId: version, begins, undoes: null };
    return weigh(this.dataSource.manager, scope, this.rules, this.clock.now());
  }

  async regions(programId: string): Promise<OpenRegionsAnswer> {
    return { items: await openByRegion(this.dataSource.manager, programId) };
  }

  async list(programId: string): Promise<{ items: MoveAnswer[] }> {
    const rows = await readMoves(this.dataSource.manager, programId, null, LATEST);
    return { items: rows.map((row) => toMove(row, this.clock.now())) };
  }

  start(
    request: OnceRequest,
    programId: string,
    body: NewMoveBody,
    askedBy: string | null,
  ): Promise<MoveAnswer> {
    const { version: cadenceVersionId, region, begins, mostMessages } = body;
    return once(this.dataSource, request, async (tx) => {
      const move = { programId, region: region ?? null, cadenceVersionId, begins, mostMessages, askedBy };
      return this.read(tx, programId, await startMove(tx, move, request.now));
    });
  }

  undo(request: OnceRequest, programId: string, id: string, askedBy: string | null): Promise<MoveAnswer> {
    return once(this.dataSource, request, async (tx) =>
      this.read(tx, programId, await undoMove(tx, programId, id, askedBy, request.now)),
    );
  }

  steer(programId: string, id: string, course: Move['course']): Promise<MoveAnswer> {
    return inTransaction(this.dataSource, async (tx) => {
      await steerMove(tx, programId, id, course);
      return this.read(tx, programId, id);
    });
  }

  private async read(tx: DataSource['manager'], programId: string, id: string): Promise<MoveAnswer> {
    const [row] = await readMoves(tx, programId, id, 1);
    if (!row) throw unknown('move', id);
    return toMove(row, this.clock.now());
  }
}

function stateOf({ course, state, restsUntil }: MoveRow, now: Instant): MoveAnswer['state'] {
  if (course === 'cancelled') return 'cancelled';
  if (state === 'done') return 'done';
  if (course === 'paused') return 'paused';
  return restsUntil !== null && restsUntil > now ? 'resting' : 'going';
}

function toMove(row: MoveRow, now: Instant): MoveAnswer {
  const state = stateOf(row, now);
  return {
    id: row.id,
    version: row.cadenceVersionId,
    undoes: row.undoes,
    region: row.region,
    begins: row.begins,
    mostMessages: row.mostMessages,
    state,
    restsUntil: state === 'resting' ? toIso(row.restsUntil!) : null,
    total: row.total,
    moved: row.moved,
    createdAt: toIso(row.createdAt),
    finishedAt: row.finishedAt === null ? null : toIso(row.finishedAt),
  };
}
