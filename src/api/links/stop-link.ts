import type { FastifyRequest } from 'fastify';
import type { Links, StopLink } from '../../channels/links.js';
import { html } from '../common/html.js';
import type { Within } from '../common/within.js';
import { passedOn } from '../acts/read-card.js';
import type { SubscriptionChoice, SubscriptionsAnswer } from '../subscriptions/subscriptions.dto.js';
import type { Shown } from './act-link.js';
import { renderLinkPage, settingsIn } from './link-page.js';
import { opened, type LinkParts, type Opened } from './opened.js';

/** The field of the page that takes it back. A mail client sends `List-Unsubscribe=One-Click`. */
const AGAIN = 'again';

const PATH = '/me/subscriptions';

/** Links that end messages nobody waits for (RFC 8058): asked for they show a page, sent they do it. */
export class StopLinks {
  constructor(
    private readonly links: Links,
    private readonly within: Within,
    private readonly parts: LinkParts,
    private readonly publicUrl: string,
  ) {}

  async show(request: FastifyRequest): Promise<Shown> {
    const link = await this.open(request);
    const chosen = await this.ask(link, 'GET');
    const state = link.link.kinds.some((kind) => chosen[kind]) ? 'ask' : 'stopped';
    return { status: 200, page: this.page(link, state) };
  }

  async stop(request: FastifyRequest): Promise<Shown> {
    const link = await this.open(request);
    const wanted = AGAIN in ((request.body ?? {}) as Record<string, string>);
    const choice = Object.fromEntries(link.link.kinds.map((kind) => [kind, wanted]));
    await this.ask(link, 'PUT', choice);
    return { status: 200, page: this.page(link, wanted ? 'back' : 'stopped') };
  }

  private open(request: FastifyRequest): Promise<Opened<StopLink>> {
    return opened(this.links.stop, request, this.parts);
  }

  private async ask(
    { presser: { actor, address } }: Opened<StopLink>,
    method: 'GET' | 'PUT',
    body?: SubscriptionChoice,
  ): Promise<SubscriptionsAnswer> {
    const answer = await this.within.ask<SubscriptionsAnswer>(actor, address, { method, path: PATH, body });
    if (answer.status === 200) return answer.body;
    throw passedOn(answer.status, answer.body);
  }

  private page(
    { locale, link: { kinds }, name }: Opened<StopLink>,
    state: 'ask' | 'stopped' | 'back',
  ): string {
    const { subscriptions } = locale.words;
    const { title, text } = subscriptions[state];
    return renderLinkPage({
      locale,
      title,
      ...(state === 'ask' && { actsAs: name }),
      body: [
        ...kinds.map((kind) => html`<p class="box note">${subscriptions[kind]}</p>`),
        html`<p>${text}</p>`,
        state === 'back'
          ? null
          : html`<form method="post" action="">
              <input type="hidden" name="${state === 'ask' ? 'stop' : AGAIN}" value="yes" />
              <button class="${state === 'ask' ? 'primary' : ''}" type="submit">
                ${subscriptions[state].button}
              </button>
            </form>`,
      ],
      ways: state === 'ask' ? [] : [settingsIn(locale, this.publicUrl)],
    });
  }
}
