import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emailHtml } from '../../src/channels/mail/html.js';
import { emailText } from '../../src/channels/mail/text.js';
import { slackBlocks } from '../../src/channels/slack-blocks.js';
import { compose } from '../../src/channels/wording/compose.js';
import { languages } from '../../src/channels/wording/locale.js';
import { escapeHtml, renderPage } from '../parts/page.js';
import { renderBlocks } from '../parts/slack-page.js';
import type { Block } from '../parts/slack-workspace.js';
import { aMessage, lena } from './samples.js';
import { SCENES } from './scenes.js';

/** `npm run messages [-- FOLDER]`: every kind of message in every language, as mail and as Slack shows it. */
const folder = process.argv[2] ?? join('var', 'messages');
const SIDE_EFFECTS = 'https://acme.example/side-effects';

function write(file: string, text: string): void {
  writeFileSync(join(folder, file), text);
}

mkdirSync(folder, { recursive: true });
const links: string[] = [];
for (const [scene, items] of Object.entries(SCENES))
  for (const language of languages()) {
    const letter = compose(aMessage({ to: { ...lena, language }, items }), SIDE_EFFECTS);
    const name = `${scene}.${language}`;
    write(`${name}.mail.html`, emailHtml(letter));
    write(`${name}.mail.txt`, `Subject: ${letter.subject}\n\n${emailText(letter)}`);
    // The stand-in's page knows blocks as what came over the wire.
    const blocks = JSON.parse(JSON.stringify(slackBlocks(letter, { pressable: true }))) as Block[];
    write(
      `${name}.slack.html`,
      renderPage({ title: letter.subject, body: `<div class="card">${renderBlocks(blocks)}</div>` }),
    );
    const files = ['mail.html', 'mail.txt', 'slack.html'].map(
      (kind) => `<a href="${name}.${kind}">${kind}</a>`,
    );
    links.push(`<p>${escapeHtml(`${name}: ${letter.subject}`)} ${files.join(' ')}</p>`);
  }
write('index.html', renderPage({ title: 'Messages', body: `<h1>Every message</h1>${links.join('\n')}` }));
console.log(`${links.length} messages are in ${folder}; open ${join(folder, 'index.html')}.`);
