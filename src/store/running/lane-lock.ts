import type { DataSource } from 'typeorm';

/** Namespace of our advisory locks on lanes. */
const LANES = 0x0f17;

/** Whether a process is at a lane now: it looks once more before it leaves, so that nobody need ring for it. */
export const isDrained = (lane: string): string =>
  `EXISTS (SELECT 1 FROM pg_locks k WHERE k.locktype = 'advisory' AND k.granted AND k.objsubid = 2
     AND k.classid = ${LANES} AND k.objid = ${lane}
     AND k.database = (SELECT oid FROM pg_database WHERE datname = current_database()))`;

/**
 * Runs the work while no other process drains this lane. The lock hangs on a connection of its own: it goes with the
 * process that held it, however that ended. Of a machine that is gone without a word Postgres would hear after two hours,
 * and nobody would send for it meanwhile: so it asks this connection after some seconds of silence.
 */
export async function withLane<T>(
  dataSource: DataSource,
  lane: number,
  work: () => Promise<T>,
): Promise<T | 'busy'> {
  const connection = dataSource.createQueryRunner();
  try {
    await connection.query(
      `SELECT set_config('tcp_keepalives_idle', '5', false), set_config('tcp_keepalives_interval', '5', false), set_config('tcp_keepalives_count', '3', false)`,
    );
    const [row] = (await connection.query('SELECT pg_try_advisory_lock($1, $2) AS got', [LANES, lane])) as {
      got: boolean;
    }[];
    if (!row?.got) return 'busy';
    try {
      return await work();
    } finally {
      await connection.query('SELECT pg_advisory_unlock($1, $2)', [LANES, lane]);
    }
  } finally {
    await connection.release();
  }
}
