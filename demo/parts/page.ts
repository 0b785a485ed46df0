const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);

/** Moments on these pages, in the reader's own reading order and without a doubt about the zone. */
export const shownTime = (iso: string): string =>
  `<time datetime="${escapeHtml(iso)}">${escapeHtml(iso.slice(0, 19).replace('T', ' '))} UTC</time>`;

export interface Page {
  title: string;
  /** HTML. */
  body: string;
  /** Seconds after which the page loads itself again. */
  refresh?: number;
}

/** The one look of the stand-ins' pages: one column, light or dark as the reader's system is. */
export function renderPage({ title, body, refresh }: Page): string {
  const reload = refresh === undefined ? '' : `<meta http-equiv="refresh" content="${refresh}">`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
${reload}<title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body><main>${body}</main></body></html>`;
}

const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#1d2330, #e7e9ee); --soft: light-dark(#5b6478, #a2abbd);
  --line: light-dark(#dfe3ea, #323947); --card: light-dark(#fff, #1c212b); --ground: light-dark(#f5f6f9, #12151c);
  --accent: light-dark(#0b5cad, #7db8ff); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 52rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; overflow-wrap: anywhere; }
h1 { font-size: 1.4rem; margin: 0 0 1rem; } h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; } h3 { margin: .5rem 0; }
a { color: var(--accent); } :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
p { margin: .4rem 0; } .soft { color: var(--soft); font-size: .9rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .8rem 1rem; margin: .6rem 0; }
a.card { display: block; color: inherit; text-decoration: none; } a.card:hover { border-color: var(--accent); }
nav { display: flex; flex-wrap: wrap; gap: 1rem; margin: .8rem 0; } nav [aria-current] { font-weight: 600; color: inherit; }
iframe { width: 100%; height: 70vh; border: 1px solid var(--line); border-radius: .6rem; background: #fff; }
pre { white-space: pre-wrap; font: .9rem/1.45 ui-monospace, monospace; margin: 0; }
dl { display: grid; grid-template-columns: minmax(7rem, auto) 1fr; gap: .2rem .8rem; margin: 0; font-size: .9rem; }
dt { color: var(--soft); } dd { margin: 0; } hr { border: 0; border-top: 1px solid var(--line); }
.fields { display: grid; grid-template-columns: repeat(auto-fit, minmax(12rem, 1fr)); gap: .4rem 1rem; }
.actions { display: flex; flex-wrap: wrap; gap: .5rem; margin: .5rem 0; } .actions form { margin: 0; }
button, .button { font: inherit; font-size: .95rem; padding: .3rem .8rem; border-radius: .4rem; cursor: pointer;
  border: 1px solid var(--line); background: var(--ground); color: var(--ink); text-decoration: none; display: inline-block; }
button.primary, .button.primary { border-color: #1a7f4b; } button.danger, .button.danger { border-color: #c0392b; }
button[disabled] { opacity: .55; cursor: default; }
fieldset { border: 0; margin: .8rem 0; padding: 0; } legend { font-weight: 600; padding: 0; } label { display: block; }
input, textarea, select { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: .3rem; padding: .25rem .5rem; }
textarea { width: 100%; } .error { color: light-dark(#b3261e, #ff8a80); } .modal { border: 2px solid var(--accent); }
.confirm { margin: 0; } .confirm summary { color: var(--ink); } .confirm[open] { flex-basis: 100%; }
blockquote { margin: .3rem 0; padding-left: .8rem; border-left: 3px solid var(--line); }
details { margin-top: .5rem; } summary { cursor: pointer; color: var(--soft); font-size: .9rem; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } }
`;
