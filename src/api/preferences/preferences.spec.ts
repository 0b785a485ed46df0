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
      revision: expect.any(String),
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

  it('is not changed by whoever has read something else than stands there by now', async () => {
    const ada = await addPerson(api);
    const herself = as(api, ada);
    const read = await herself.get<{ revision: string }>('/me/preferences');
    const ifMatch = { 'if-match': read.headers.get('etag')! };
    expect(ifMatch['if-match']).toBe(`"${read.body.revision}"`);
    // What nobody reads here changes nothing of it.
    await api.ask('PATCH', `/people/${ada}`, { body: { market: 'North' } });
    const there = await herself.ask('PATCH', '/me/preferences', {
      body: { slot: '09:15' },
      headers: ifMatch,
    });
    expect(there.status).toBe(200);
    const here = { body: { slot: '07:15' }, headers: ifMatch };
    expect(await herself.ask('PATCH', '/me/preferences', here)).toMatchObject({
      status: 412,
      body: { code: 'changedSince' },
    });
    expect((await herself.get('/me/preferences')).body).toMatchObject({ slot: '09:15' });
    const again = { ...here, headers: { 'if-match': there.headers.get('etag')! } };
    expect((await herself.ask('PATCH', '/me/preferences', again)).status).toBe(200);
  });

  it('nor is who stands in', async () => {
    const [ada, bo, cy] = [await addPerson(api), await addPerson(api), await addPerson(api)];
    const name = (delegateId: string, read: string) =>
      as(api, ada).ask('PUT', `/people/${ada}/delegate`, {
        body: { delegateId },
        headers: { 'if-match': `"${read}"` },
      });
    expect((await name(bo, 'nobody')).status).toBe(200);
    expect((await name(cy, 'nobody')).status).toBe(412);
    expect((await name(cy, bo)).body).toMatchObject({ delegateId: cy });
  });

  it('is nothing else: not the line, the zone or the working week, and nobody’s where a key speaks', async () => {
    const herself = as(api, await addPerson(api));
    for (const body of [{ zone: 'Asia/Tokyo' }, { workingWeek: ['MO'] }, { slot: '25:00' }])
      expect((await change(herself, body)).status).toBe(400);
    expect((await change(api, { slot: '09:00' })).status).toBe(422);
  });
});
