import { relative } from 'node:path';
import type { Stage } from './running/stage.js';

/** Where to look, in a few plain lines. */
export function guide({ apiUrl, mail, slack, temporalUi, keyFile, dir }: Stage): string {
  const from = (path: string) => relative(process.cwd(), path) || '.';
  const rows = [
    ['Sign in', `${apiUrl}/sign-in (as anybody, with one click)`],
    ['API reference', `${apiUrl}/api`],
    ['Inbox', mail.url],
    ['Slack stand-in', slack.url],
    ...(temporalUi === undefined ? [] : [['Temporal', temporalUi]]),
    ['API key', `${from(keyFile)} (for "Authorization: Bearer …")`],
    ['Logs', `${from(dir)}/log/`],
  ];
  return [
    '',
    'Followthrough runs. Look here:',
    '',
    ...rows.map(([what, where]) => `  ${what!.padEnd(15)} ${where}`),
    '',
    'The program "Demo, in seconds" moves now: nobody coaches, so messages climb in the inbox and in Slack.',
    'The program "Launch wave" has sixteen weeks behind it that were played in, and is marked as backfilled.',
    'Within minutes an alert about its figures is in Tomasz Wieczorek’s Slack and in the mail of Henriette Vandenberg, who',
    'work at any hour here. As Tomasz you try a cadence under Programs before anybody feels it.',
    'A rep of it who adopted something is asked the monthly question then, by Slack or mail.',
    '',
    'Ctrl-C stops everything; the next start goes on where this one was. --fresh starts over.',
    '',
  ].join('\n');
}
