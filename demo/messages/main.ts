import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { emailHtml } from '../../src/channels/mail/html.js';
import { emailText } from '../../src/channels/mail/text.js';
import { slackBlocks } from '../../src/channels/slack-blocks.js';
import { compose } from '../../src/channels/wording/compose.js';
import { invitationLetter } from '../../src/channels/wording/invitation.js';
import type { Letter } from '../../src/channels/wording/letter.js';
import { languages } from '../../src/channels/wording/locale.js';
import { escapeHtml, renderPage } from '../parts/page.js';
import { renderBlocks } from '../parts/slack-page.js';
import type { Block } from '../parts/slack-workspace.js';
import { aMessage, anInvitation, lena } from './samples.js';
import { FIGURE_SCENES, SCENES } from './scenes.js';

/** `npm run messages [-- FOLDER]`: every kind of message in every language, as mail and as Slack shows it. */
const folder = process.argv[2] ?? join('var', 'messages');
const SIDE_EFFECTS = 'https://acme.example/side-effects';
const links: string[] = [];

function write(file: string, text: string): void {
  writeFileSync(join(folder, file), text);
}

function writeMail(name: string, letter: Letter): void {
  write(`${name}.mail.html`, emailHtml(letter));
  write(`${name}.mail.txt`, `Subject: ${letter.subject}\n\n${emailText(letter)}`);
}

function link(name: string, { subject }: Letter, kinds: readonly string[]): void {
  const files = kinds.map((kind) => `<a href="${name}.${kind}">${kind}</a>`);
  links.push(`<p>${escapeHtml(`${name}: ${subject}`)} ${files.join(' ')}</p>`);
}

mkdirSync(folder, { recursive: true });
const scenes = [
  ...Object.entries(SCENES).map(([name, items]) => [name, { items }] as const),
  ...Object.entries(FIGURE_SCENES),
];
for (const [scene, says] of scenes)
  for (const language of languages()) {
    const letter = compose(aMessage({ to: { ...lena, language }, ...says }), SIDE_EFFECTS);
    const name = `${scene}.${language}`;
    writeMail(name, letter);
    // The stand-in's page knows blocks as what came over the wire.
    const blocks = JSON.parse(JSON.stringify(slackBlocks(letter, { pressable: true }))) as Block[];
    write(
      `${name}.slack.html`,
      renderPage({ title: letter.subject, body: `<div class="card">${renderBlocks(blocks)}</div>` }),
    );
    link(name, letter, ['mail.html', 'mail.txt', 'slack.html']);
  }
for (const news of ['planned', 'changed', 'cancelled'] as const)
  for (const language of languages()) {
    const letter = invitationLetter(anInvitation({ to: { ...lena, language }, news }));
    const name = `invitation-${news}.${language}`;
    writeMail(name, letter);
    link(name, letter, ['mail.html', 'mail.txt']);
  }
write('index.html', renderPage({ title: 'Messages', body: `<h1>Every message</h1>${links.join('\n')}` }));
console.log(`${links.length} messages are in ${folder}; open ${join(folder, 'index.html')}.`);
