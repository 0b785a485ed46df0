import { createHash } from 'node:crypto';
import { html, Html } from './html.js';

const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#1c2430, #e9edf2); --soft: light-dark(#525c6b, #a9b4c2);
  --line: light-dark(#dfe3e8, #343d49); --sheet: light-dark(#fff, #1b212a); --ground: light-dark(#f4f5f7, #12161c);
  --accent: light-dark(#1f5aa6, #8fbcf5); --on-accent: light-dark(#fff, #10151b); --warn: light-dark(#8a3b12, #ffb68a); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 .25rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .75rem; }
p { margin: .25rem 0; } .soft { color: var(--soft); }
a { color: var(--accent); } :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.box { background: var(--sheet); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem; }
button, .button { display: inline-block; min-height: 2.75rem; padding: .5rem 1rem; border-radius: .4rem; font: inherit;
  border: 1px solid var(--accent); background: transparent; color: var(--accent); cursor: pointer; text-decoration: none; }
.primary { background: var(--accent); color: var(--on-accent); }
`;

export interface Page {
  title: string;
  body: Html;
  /** BCP 47; left out: English. */
  language?: string;
  direction?: string;
}

/** Pages of one look, which need no script and load nothing. */
export interface Pages {
  render(page: Page): string;
  /** What they may load, and where their forms may lead: to here, and to one other origin. */
  policy(formOrigin?: string | null): string;
}

/** @param style beside what all pages share */
export function pageOf(style: string): Pages {
  const whole = `${STYLE}${style}`;
  const hash = createHash('sha256').update(whole).digest('base64');
  return {
    render: ({ title, body, language = 'en', direction = 'ltr' }) =>
      html`<!doctype html>
        <html lang="${language}" dir="${direction}">
          <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="color-scheme" content="light dark" />
            <title>${title} · Followthrough</title>
            ${new Html(`<style>${whole}</style>`)}
          </head>
          <body>
            <main>${body}</main>
          </body>
        </html>`.markup,
    policy: (formOrigin = null) => {
      const forms = ["'self'", ...(formOrigin === null ? [] : [formOrigin])].join(' ');
      return `default-src 'none'; style-src 'sha256-${hash}'; form-action ${forms}; base-uri 'none'; frame-ancestors 'none'`;
    },
  };
}
