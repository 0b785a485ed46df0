import { as, startTestApi, type TestApi } from '../../../test/support/api.js';
import { addPerson } from '../../../test/support/organisation.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api?.close());

const change = (asker: TestApi, body: unknown) => asker.ask('PATCH', '/me/preferences', { body });

describe('how one is written to', () => {
  it('is one’s own to say: when, by what, in which language; what is left out stays', async () => {
    const ada = await addPerson(api);
    const herself = as(api, ada);
    expect((await herself.get('/me/preferences')).body).toEqual({
      slot: '08:30',
      quietHours: { from: '18:00', to: '08:00' },
      preferredChannel: null,
      language: 'en',
    });
    const reply = await change(herself, { slot: '07:45', preferredChannel: 'email', language: 'de' });
    expect(reply.body).toMatchObject({
      slot: '07:45',
      quietHours: { from: '18:00' },
      preferredChannel: 'email',
    });
    expect((await api.get(`/people/${ada}`)).body).toMatchObject({ slot: '07:45', language: 'de' });
    const [told] = await api.dataSource.query(
      `SELECT count(*)::int AS jobs FROM job WHERE kind = 'rosterChange' AND $1 = ANY(person_ids)`,
      [ada],
    );
    expect(told).toEqual({ jobs: 1 });
  });

  it('is nothing else: not the line, the zone or the working week, and nobody’s where a key speaks', async () => {
    const herself = as(api, await addPerson(api));
    for (const body of [{ zone: 'Asia/Tokyo' }, { workingWeek: ['MO'] }, { slot: '25:00' }])
      expect((await change(herself, body)).status).toBe(400);
    expect((await change(api, { slot: '09:00' })).status).toBe(422);
  });
});
