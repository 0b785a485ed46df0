import type { Browser } from 'playwright-core';
import type { DataSource } from 'typeorm';
import type { TestApi } from '../support/api.js';
import { startApp, startChromium, windowOf } from '../support/chromium.js';
import { aTeam, lookAt, openLoop } from '../support/coaching.js';

const REPS = 500;
const CAPABILITIES = 20;

/** Ten rows down and a little to the side, until that is drawn. */
const ONE_FRAME = `(async () => {
  document.querySelector('[role=region][tabindex="0"]').scrollBy(60, 480);
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
})()`;

let browser: Browser;
let api: TestApi;
beforeAll(async () => {
  [browser, api] = await Promise.all([startChromium(), startApp()]);
});
afterAll(async () => {
  await browser?.close();
  await api?.close();
});

const copied = (table: string, changes: string): string =>
  `(jsonb_populate_record(NULL::${table}, to_jsonb(${table}) || jsonb_build_object(${changes}))).*`;

/** Everybody is a copy of one rep, every capability of one, and every loop of theirs. */
async function multiply(db: DataSource, loop: string): Promise<void> {
  await db.query(
    `INSERT INTO person SELECT ${copied('person', `'id', gen_random_uuid(), 'external_id', 'copy' || n, 'email', 'copy' || n || '@example.com', 'name', 'Rep ' || lpad(n::text, 3, '0')`)}
       FROM person JOIN enrolment e ON e.rep_id = person.id CROSS JOIN generate_series(2, $2::int) n WHERE e.id = $1`,
    [loop, REPS],
  );
  await db.query(
    `INSERT INTO capability SELECT ${copied('capability', `'id', gen_random_uuid(), 'code', 'copy-' || n, 'name', 'Capability ' || n`)}
       FROM capability JOIN enrolment e ON e.capability_id = capability.id CROSS JOIN generate_series(2, $2::int) n WHERE e.id = $1`,
    [loop, CAPABILITIES],
  );
  await db.query(
    `INSERT INTO reporting_line SELECT ${copied('reporting_line', `'id', gen_random_uuid(), 'person_id', p.id`)}
       FROM reporting_line JOIN enrolment e ON e.rep_id = reporting_line.person_id
       CROSS JOIN person p WHERE e.id = $1 AND p.external_id LIKE 'copy%'`,
    [loop],
  );
  await db.query(
    `INSERT INTO enrolment SELECT ${copied('enrolment', `'id', gen_random_uuid(), 'rep_id', p.id, 'capability_id', c.id`)}
       FROM enrolment CROSS JOIN person p CROSS JOIN capability c
      WHERE enrolment.id = $1 AND (p.id, c.id) <> (enrolment.rep_id, enrolment.capability_id)
        AND (p.id = enrolment.rep_id OR p.external_id LIKE 'copy%')`,
    [loop],
  );
}

describe('a team of 500 reps × 20 capabilities', () => {
  it('is drawn where one looks, however far one scrolls', async () => {
    const team = await aTeam(api);
    const loop = await openLoop(api, team);
    await lookAt(api, loop);
    await multiply(api.dataSource, loop);
    const page = await windowOf(browser, api, team.manager, { to: '/team' });
    await page.getByText(`${REPS} reps · ${CAPABILITIES} capabilities`).waitFor();
    expect(await page.getByRole('row').count()).toBeLessThan(50);

    // However far one scrolls: what a frame takes grows with what is drawn.
    for (let frame = 0; frame < 18; frame++) {
      await page.evaluate(ONE_FRAME);
      expect(await page.getByRole('row').count()).toBeLessThan(50);
    }
    await page
      .getByRole('rowheader', { name: /^Rep [23]\d\d$/ })
      .first()
      .waitFor();
  });
});
