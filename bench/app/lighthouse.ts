import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CHROMIUM_FLAGS, chromiumPath } from '../../test/support/chromium.js';
import { FIRST_SCREENS, visitorOf, withDemo } from './demo.js';

/** The newest that runs on Node 20. Fetched when it is wanted: 190 MB that nobody else needs. */
const LIGHTHOUSE = 'lighthouse@12.8.2';
const CATEGORIES = ['performance', 'accessibility', 'best-practices'] as const;
const AIM = 95;

interface Report {
  categories: Record<string, { score: number | null }>;
  audits: Record<
    string,
    { score: number | null; title: string; displayValue?: string; numericValue?: number }
  >;
  runtimeError?: { message: string };
}

/** Lighthouse on each first screen of the built app, phone profile: a slow phone on a slow line, nothing kept. */
export const lighthouse = (url: string | undefined): Promise<void> =>
  withDemo(url, async (demo) => {
    const rows: Record<string, Record<string, string | number>> = {};
    for (const screen of FIRST_SCREENS) {
      const { cookie, path } = await visitorOf(demo, screen);
      const measured = (): Promise<Report> =>
        reportOf(demo + path, cookie && `${cookie.name}=${cookie.value}`);
      // On a busy machine a browser now and then misses the beginning of what it is to trace.
      const report = await measured().catch(measured);
      const scores = CATEGORIES.map((category) =>
        Math.round((report.categories[category]?.score ?? 0) * 100),
      );
      const seconds = (audit: string): string =>
        `${((report.audits[audit]?.numericValue ?? NaN) / 1_000).toFixed(1)} s`;
      rows[screen.name] = {
        ...Object.fromEntries(CATEGORIES.map((category, index) => [category, scores[index]!])),
        'first paint': seconds('first-contentful-paint'),
        'largest paint': seconds('largest-contentful-paint'),
        blocked: `${Math.round(report.audits['total-blocking-time']?.numericValue ?? NaN)} ms`,
        shifted: (report.audits['cumulative-layout-shift']?.numericValue ?? NaN).toFixed(3),
      };
      for (const [id, { score, title, displayValue }] of Object.entries(report.audits))
        if (score !== null && score < 0.9)
          console.log(`${screen.name}: ${id}: ${title} ${displayValue ?? ''} (${score})`);
      if (scores.some((score) => score < AIM)) process.exitCode = 1;
    }
    console.log(`\nLighthouse ${LIGHTHOUSE.split('@')[1]}, phone profile; aim: ${AIM} or better`);
    console.table(rows);
  });

async function reportOf(address: string, cookie: string | null): Promise<Report> {
  const dir = await mkdtemp(join(tmpdir(), 'followthrough-lighthouse-'));
  try {
    const [output, headers] = [join(dir, 'report.json'), join(dir, 'headers.json')];
    await writeFile(headers, JSON.stringify(cookie === null ? {} : { cookie }));
    const run = spawn(
      'npx',
      [
        '--yes',
        LIGHTHOUSE,
        address,
        '--output=json',
        `--output-path=${output}`,
        `--extra-headers=${headers}`,
        `--only-categories=${CATEGORIES.join(',')}`,
        '--form-factor=mobile',
        `--chrome-flags=--headless=new ${CHROMIUM_FLAGS.join(' ')}`,
        '--quiet',
      ],
      { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, CHROME_PATH: chromiumPath() } },
    );
    const [code] = (await once(run, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`Lighthouse ended with code ${String(code)} at ${address}`);
    const report = JSON.parse(await readFile(output, 'utf8')) as Report;
    if (report.runtimeError) throw new Error(`${address}: ${report.runtimeError.message}`);
    return report;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
