import { html, type Html } from '../common/html.js';
import { pageOf } from '../common/html-page.js';
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
.state, .trouble { margin-top: 1.5rem; } .trouble { border-color: var(--warn); color: var(--warn); }
.state form { margin-top: .75rem; }
ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); }
li { display: flex; flex-direction: column; } li form { margin: auto 0 0; padding-top: .75rem; }
h3 { font-size: 1rem; margin: 0; }
`;
const page = pageOf(STYLE);

/** Where its forms may lead: to here, and to where the provider signs out. */
export const policyOf = (signOutOrigin: string | null): string => page.policy(signOutOrigin);

/** The page to sign in and out, which needs no script. */
export function renderSignIn({ session, way, to, trouble }: SignInPage): string {
  return page.render({
    title: session === null ? 'Sign in' : `Signed in as ${session.person.name}`,
    body: html`
      <h1>Followthrough</h1>
      <p class="soft">Coaching that goes on after the training.</p>
      ${trouble === null ? null : html`<p class="box trouble" role="alert">${trouble}</p>`}
      ${session === null ? null : stateOf(session, way, to)} ${waysIn(way, session, to)}
    `,
  });
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
