import type { Locale } from '../../channels/wording/locale.js';
import { html, type Html } from '../common/html.js';
import { pageOf } from '../common/html-page.js';

const STYLE = `
main { max-width: 36rem; padding-top: 1.5rem; }
.brand { color: var(--soft); font-weight: 600; margin: 0 0 1.25rem; } h1 + p { margin-bottom: 1rem; } .note { margin: 1.25rem 0; } .small { font-size: .875rem; }
form { margin-top: 1.25rem; display: grid; gap: 1.25rem; }
h2 { margin: 1rem 0 0; padding-top: 1rem; border-top: 1px solid var(--line); }
fieldset { border: 0; margin: 0; padding: 0; min-width: 0; } legend, label.over { padding: 0; font-weight: 600; display: block; margin-bottom: .35rem; }
input[type=date], input[type=time], input[type=text], textarea { font: inherit; color: inherit; background: var(--sheet);
  border: 1px solid var(--soft); border-radius: .4rem; padding: .55rem .7rem; min-height: 2.75rem; max-width: 100%; }
textarea { display: block; width: 100%; min-height: 6.5rem; resize: vertical; }
input[type=text] { display: block; width: 100%; } .picks { display: flex; flex-wrap: wrap; column-gap: 1.5rem; }
.beside { margin-top: -.75rem; }
label.pick { display: flex; gap: .6rem; align-items: center; min-height: 2.75rem; }
input[type=radio], input[type=checkbox] { width: 1.25rem; height: 1.25rem; flex: none; margin: 0; accent-color: var(--accent); }
input[aria-invalid=true], textarea[aria-invalid=true] { border-color: var(--warn); border-width: 2px; }
.error { color: var(--warn); font-weight: 600; margin: .35rem 0 0; } .alert { border-color: var(--warn); color: var(--warn); margin: 1rem 0; }
form button { justify-self: start; } .ways { margin-top: 1.25rem; display: flex; flex-wrap: wrap; gap: .75rem; }
`;

const pages = pageOf(STYLE);

export const LINK_POLICY = pages.policy();

/** Where somebody can go from here. */
export interface Way {
  label: string;
  href: string;
}

export interface LinkPage {
  locale: Locale;
  title: string;
  body: readonly (Html | null)[];
  /** Whose link it is; left out where that is not known or nothing can be done. */
  actsAs?: string;
  ways?: readonly Way[];
}

export function renderLinkPage({ locale: { words, say }, title, body, actsAs, ways = [] }: LinkPage): string {
  return pages.render({
    title,
    language: words.language,
    direction: words.direction,
    body: html`<p class="brand">Followthrough</p>
      <h1>${title}</h1>
      ${body.filter((part) => part !== null)}
      ${
        ways.length === 0
          ? null
          : html`<p class="ways">
              ${ways.map(({ label, href }) => html`<a class="button" href="${href}">${label}</a>`)}
            </p>`
      }
      ${actsAs === undefined ? null : html`<p class="soft small note">${say(words.links.yours, { name: actsAs })}</p>`}`,
  });
}

/** The app, where everything that is open stands. */
export const queueIn = ({ words }: Locale, publicUrl: string): Way => ({
  label: words.actions.openQueue,
  href: `${publicUrl.replace(/\/+$/, '')}/`,
});

export const settingsIn = ({ words }: Locale, publicUrl: string): Way => ({
  label: words.actions.chooseChannels,
  href: `${publicUrl.replace(/\/+$/, '')}/settings/notifications`,
});
