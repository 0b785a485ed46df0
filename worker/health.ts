import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { RunningWorker } from './start.js';

/** What a load balancer, a person and Prometheus ask of a worker. */
export async function serveHealth(port: number, worker: RunningWorker, buildId: string): Promise<Server> {
  const registry = new Registry();
  registry.setDefaultLabels({ build: buildId });
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'followthrough_relay_rings',
    help: 'Doorbells rung by this worker since its start',
    registers: [registry],
    collect() {
      this.set(worker.relay.rings);
    },
  });
  new Gauge({
    name: 'followthrough_relay_last_sweep_seconds',
    help: 'When the relay of this worker last went through all bells (Unix time)',
    registers: [registry],
    collect() {
      this.set((worker.relay.sweptAt ?? 0) / 1000);
    },
  });
  const server = createServer((request, response) => {
    const answer = (status: number, type: string, body: string): void => {
      response.writeHead(status, { 'content-type': type }).end(body);
    };
    const json = (status: number, body: object): void =>
      answer(status, 'application/json', JSON.stringify(body));
    switch (request.url) {
      case '/health/live':
        return json(200, { status: 'up' });
      case '/health/ready': {
        const status = worker.worker.getStatus();
        const ready = worker.ready();
        return json(ready ? 200 : 503, {
          status: ready ? 'up' : 'down',
          worker: status.runState,
          currentBuild: ready,
          relaySweptAt: worker.relay.sweptAt,
          cachedLoops: status.numCachedWorkflows,
        });
      }
      case '/metrics':
        registry.metrics().then(
          (text) => answer(200, registry.contentType, text),
          () => answer(500, 'text/plain', 'the metrics could not be read'),
        );
        return;
      default:
        return json(404, { title: 'Not here', detail: 'Ask /health/live, /health/ready or /metrics.' });
    }
  });
  server.listen(port, '0.0.0.0');
  await once(server, 'listening');
  return server;
}
