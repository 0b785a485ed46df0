import { createServer, type AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { startTestApi, type TestApi } from '../../../test/support/api.js';

let api: TestApi;
afterEach(() => api?.close());

describe('readiness', () => {
  it('is full while Postgres answers and somebody listens at Temporal’s address', async () => {
    const temporal = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => temporal.listen(0, '127.0.0.1', resolve));
    const { port } = temporal.address() as AddressInfo;
    api = await startTestApi({ settings: { temporalAddress: `127.0.0.1:${port}` } });
    expect(await api.get('/health/ready')).toMatchObject({
      status: 200,
      body: { status: 'ready', postgres: 'up', temporal: 'up' },
    });
    await new Promise((resolve) => temporal.close(resolve));
    expect(await api.get('/health/ready')).toMatchObject({
      status: 200,
      body: { status: 'degraded', postgres: 'up', temporal: 'down' },
    });
  });
});

describe('metrics', () => {
  it('count what waits and what went wrong, and time requests by route without the ids in them', async () => {
    api = await startTestApi();
    await api.get(`/people/${randomUUID()}`);
    const { body } = await api.get<string>('/metrics');
    for (const figure of [
      'followthrough_enrolments_faulted 0',
      'followthrough_enrolments_waiting 0',
      'followthrough_nudges_queued 0',
      'followthrough_nudges_unreachable 0',
      'followthrough_deliveries_in_doubt 0',
      'followthrough_findings{code="wakeMissing"} 0',
      'followthrough_http_request_duration_seconds_count{method="GET",route="/api/v1/people/:id",status="404"} 1',
      'process_cpu_seconds_total',
    ])
      expect(body).toContain(figure);
  });
});
