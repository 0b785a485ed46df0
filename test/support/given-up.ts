import type { TestApi } from './api.js';
import { aTeam, openLoop, type Team } from './coaching.js';
import type { Lanes } from './lanes.js';
import { aCadence } from './organisation.js';

/** A message to a manager whose mailbox refused it, so that it was given up. */
export interface GivenUp {
  team: Team;
  enrolment: string;
  delivery: string;
  /** The mailbox takes mail again. */
  mend(): void;
}

/** Lives on until the manager's first mail is due, and is refused. */
export async function givenUp(api: TestApi, lanes: Lanes): Promise<GivenUp> {
  const ladders = { ...aCadence.ladders, observe: [{ at: 'P0D', to: 'manager', via: ['email'] }] };
  const team = await aTeam(api, { ...aCadence, ladders });
  const enrolment = await openLoop(api, team);
  const { email } = (await api.get<{ email: string }>(`/people/${team.manager}`)).body;
  const mend = lanes.mail.refuse({ stage: 'rcpt', code: 550, times: Infinity, to: email });
  for (;;) {
    await lanes.settle();
    const [failed] = await api.dataSource.query<{ id: string }[]>(
      `SELECT id FROM delivery WHERE person_id = $1 AND state = 'failed'`,
      [team.manager],
    );
    if (failed) return { team, enrolment, delivery: failed.id, mend };
    const [{ next }] = await api.dataSource.query<[{ next: number | null }]>(
      `SELECT (extract(epoch FROM least((SELECT wake_at FROM enrolment WHERE id = $1),
         (SELECT min(slot_at) FROM nudge WHERE state = 'queued' AND enrolment_id = $1))) * 1000)::float8 AS next`,
      [enrolment],
    );
    if (next === null) throw new Error('the loop waits for nothing, and no message was given up');
    api.clock.time = Math.max(api.clock.time, next);
  }
}
