import { startTestApi, type TestApi } from '../../../test/support/api.js';
import { addPerson } from '../../../test/support/organisation.js';
import { Rules } from './rules.js';

describe('remembered calendars', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api?.close());

  it('are all there for whoever asked for them, also when so many are known that all are forgotten', async () => {
    const person = await addPerson(api);
    await api.dataSource.query(
      `INSERT INTO calendar_version (person_id, version, slice, recorded_at)
       SELECT person_id, n, slice, recorded_at FROM calendar_version, generate_series(2, 20001) AS n WHERE person_id = $1`,
      [person],
    );
    const seats = Array.from({ length: 20_001 }, (_, index) => ({ person, calendar: index + 1 }));
    const rules = new Rules();
    await rules.calendarsOf(api.dataSource.manager, seats.slice(0, 1), []);
    const calendars = await rules.calendarsOf(api.dataSource.manager, seats, []);
    expect(seats.map((seat) => calendars(seat).zone)).toEqual(seats.map(() => 'Europe/Berlin'));
  });
});
