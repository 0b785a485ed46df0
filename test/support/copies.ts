import type { DataSource } from 'typeorm';
import type { Browser, Page } from 'playwright-core';
import type { TestApi } from './api.js';
import { windowOf } from './chromium.js';
import { aTeam, lookAt, openLoop } from './coaching.js';

interface Size {
  reps: number;
  capabilities: number;
}

/** The team's grid as its manager sees it, with so many reps and capabilities. */
export async function gridOf(browser: Browser, api: TestApi, size: Size): Promise<Page> {
  const team = await aTeam(api);
  const loop = await openLoop(api, team);
  await lookAt(api, loop);
  await multiply(api.dataSource, loop, size);
  const page = await windowOf(browser, api, team.manager, { to: '/team' });
  await page.getByText(`${size.reps} reps · ${size.capabilities} capabilities`).waitFor();
  return page;
}

/** Of a row `t`. In FROM: as `(…).*` in SELECT it would be made anew for every column. */
const copied = (changes: string): string => `jsonb_populate_record(t, jsonb_build_object(${changes}))`;

/** Everybody is a copy of one rep, every capability of one, and every loop of theirs: so many in all. */
async function multiply(db: DataSource, loop: string, { reps, capabilities }: Size): Promise<void> {
  await db.query(
    `INSERT INTO person SELECT copy.*
       FROM person t JOIN enrolment e ON e.rep_id = t.id CROSS JOIN generate_series(2, $2::int) n,
         ${copied(`'id', gen_random_uuid(), 'external_id', 'copy' || n, 'email', 'copy' || n || '@example.com', 'name', 'Rep ' || lpad(n::text, 3, '0')`)} copy
      WHERE e.id = $1`,
    [loop, reps],
  );
  await db.query(
    `INSERT INTO capability SELECT copy.*
       FROM capability t JOIN enrolment e ON e.capability_id = t.id CROSS JOIN generate_series(2, $2::int) n,
         ${copied(`'id', gen_random_uuid(), 'code', 'copy-' || n, 'name', 'Capability ' || n`)} copy
      WHERE e.id = $1`,
    [loop, capabilities],
  );
  await db.query(
    `INSERT INTO reporting_line SELECT copy.*
       FROM reporting_line t JOIN enrolment e ON e.rep_id = t.person_id CROSS JOIN person p,
         ${copied(`'id', gen_random_uuid(), 'person_id', p.id`)} copy
      WHERE e.id = $1 AND p.external_id LIKE 'copy%'`,
    [loop],
  );
  await db.query(
    `INSERT INTO enrolment SELECT copy.*
       FROM enrolment t CROSS JOIN person p CROSS JOIN capability c,
         ${copied(`'id', gen_random_uuid(), 'rep_id', p.id, 'capability_id', c.id`)} copy
      WHERE t.id = $1 AND (p.id, c.id) <> (t.rep_id, t.capability_id)
        AND (p.id = t.rep_id OR p.external_id LIKE 'copy%')`,
    [loop],
  );
}
