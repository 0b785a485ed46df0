import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort } from '../../demo/parts/ports.js';
import { formOf, type Shown, type TestBrowser } from './browser.js';

const SCRIPT = join(import.meta.dirname, '../../dist/test/processes/provider.js');

/** A real OpenID provider that runs as a process of its own. */
export interface ProviderProcess {
  issuer: string;
  /** From here on it signs with a new key, and the old one is withdrawn. */
  rotate(): Promise<void>;
  stop(): Promise<void>;
}

export async function startProvider(publicUrl: string): Promise<ProviderProcess> {
  const issuer = `http://localhost:${await freePort()}`;
  const child = fork(SCRIPT, {
    env: { ...process.env, NODE_OPTIONS: '', ISSUER: issuer, PUBLIC_URL: publicUrl },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  await once(child, 'message');
  return {
    issuer,
    async rotate() {
      const rotated = once(child, 'message');
      child.send('rotate');
      await rotated;
    },
    async stop() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    },
  };
}

/** Whether the browser is asked at the provider who it is. */
export const isAsked = ({ body }: Shown): boolean => body.includes('name="login"');

/** Signs in at the provider, from wherever its form is shown, and agrees that the app may know. */
export async function signInThere(browser: TestBrowser, asked: Shown, login: string): Promise<Shown> {
  const { action, fields } = formOf(asked);
  const consent = await browser.go(action, { form: { ...fields, login, password: 'any' } });
  const agreed = formOf(consent);
  return browser.go(agreed.action, { form: agreed.fields });
}
