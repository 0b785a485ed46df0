import { createHash } from 'node:crypto';
import { html, Html } from './html.js';
import type { CurrentSession, Personas } from './sign-in.dto.js';

export interface SignInPage {
  /** Who is signed in; null: nobody. */
  session: CurrentSession | null;
  /** How somebody can sign in here. */
  way: { by: 'demo'; personas: Personas['items'] } | { by: 'provider' } | { by: 'nobody' };
  /** Where to go on: a path here. */
  to: string;
  /** Why it did not work. */
  trouble: string | null;
}

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
.state, .trouble { margin-top: 1.5rem; } .trouble { border-color: var(--warn); color: var(--warn); }
.state form { margin-top: .75rem; }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); }
li { display: flex; flex-direction: column; } li form { margin: auto 0 0; padding-top: .75rem; }
h3 { font-size: 1rem; margin: 0; }
button, .button { display: inline-block; min-height: 2.75rem; padding: .5rem 1rem; border-radius: .4rem; font: inherit;
  border: 1px solid var(--accent); background: transparent; color: var(--accent); cursor: pointer; text-decoration: none; }
.primary { background: var(--accent); color: var(--on-accent); }
`;

/** What the page may load and where its forms may lead: to here, and to where the provider signs out. */
export function policyOf(signOutOrigin: string | null): string {
  const style = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;
  const forms = ["'self'", ...(signOutOrigin === null ? [] : [signOutOrigin])].join(' ');
  return `default-src 'none'; style-src ${style}; form-action ${forms}; base-uri 'none'; frame-ancestors 'none'`;
}

/** The page to sign in and out, which needs no script. */
export function renderSignIn({ session, way, to, trouble }: SignInPage): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${session === null ? 'Sign in' : `Signed in as ${session.person.name}`} · Followthrough</title>
        ${new Html(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <main>
          <h1>Followthrough</h1>
          <p class="soft">Coaching that goes on after the training.</p>
          ${trouble === null ? null : html`<p class="box trouble" role="alert">${trouble}</p>`}
          ${session === null ? null : stateOf(session, way, to)} ${waysIn(way, session, to)}
        </main>
      </body>
    </html>`.markup;
}

const stateOf = ({ person, csrfToken }: CurrentSession, way: SignInPage['way'], to: string): Html => html`
  <section class="box state" aria-label="Who is signed in">
    <p>You are signed in as <strong>${person.name}</strong>.</p>
    <p><a class="button primary" href="${to}">Go on</a></p>
    ${way.by === 'demo' ? whereToLook(way.personas.find(({ id }) => id === person.id)) : null}
    <form method="post" action="/api/v1/sign-out">
      <input type="hidden" name="csrfToken" value="${csrfToken}" />
      <input type="hidden" name="to" value="/sign-in" />
      <button type="submit">Sign out</button>
    </form>
  </section>
`;

const whereToLook = (persona: Personas['items'][number] | undefined): Html => html`
  ${persona === undefined ? null : html`<p>${persona.is}. ${persona.look}</p>`}
  <p>
    ${(persona?.at ?? []).map((path) => html`<a href="${path}">GET ${path}</a><br />`)} In
    <a href="/api">the API reference</a> you read as them, too.
  </p>
`;

function waysIn(way: SignInPage['way'], session: CurrentSession | null, to: string): Html | null {
  switch (way.by) {
    case 'demo':
      return html`
        <h2>${session === null ? 'Whose eyes do you want to look through?' : 'Look through other eyes'}</h2>
        ${
          way.personas.length === 0
            ? html`<p>Nobody is here yet. Once people and their lines are brought in, they stand here.</p>`
            : html`<ul>
                ${way.personas.map((one) => persona(one, to))}
              </ul>`
        }
      `;
    case 'provider':
      if (session !== null) return null;
      return html`<p class="state">
          <a class="button primary" href="/api/v1/sign-in?to=${encodeURIComponent(to)}">Sign in</a>
        </p>
        <p class="soft">You sign in with the account of your company.</p>`;
    case 'nobody':
      return html`<p class="box state">
        No identity provider is set up, so nobody can sign in yet. Whoever runs Followthrough names one by
        OIDC_ISSUER.
      </p>`;
  }
}

const persona = ({ id, name, is, look }: Personas['items'][number], to: string): Html => html`
  <li class="box">
    <h3>${name}</h3>
    <p>${is}</p>
    <p class="soft">${look}</p>
    <form method="post" action="/api/v1/sign-in/as/${id}">
      <input type="hidden" name="to" value="${to}" />
      <button type="submit" aria-label="Sign in as ${name}">Sign in</button>
    </form>
  </li>
`;
