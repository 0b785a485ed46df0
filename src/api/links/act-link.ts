import { createHash, randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { ActLink, Links } from '../../channels/links.js';
import type { ActsService } from '../acts/acts.service.js';
import type { PressForm } from '../acts/press-form.js';
import { PRESSED } from '../acts/acts.js';
import { withOffers, type Filled } from '../../channels/wording/form.js';
import { html, type Html } from '../common/html.js';
import { Problem } from '../common/problem.js';
import { fieldsOf, type FormState } from './form-fields.js';
import { queueIn, renderLinkPage } from './link-page.js';
import { LinkTrouble, opened, type LinkParts, type Opened } from './opened.js';

export interface Shown {
  status: number;
  page: string;
}

/** One page that was shown, so that what is sent from it twice counts once. */
const ONCE = '_once';

/** Links in mails that do what a button does. Asked for they show what that is; only what is sent from the page does it. */
export class ActLinks {
  constructor(
    private readonly links: Links,
    private readonly acts: ActsService,
    private readonly parts: LinkParts,
    private readonly publicUrl: string,
  ) {}

  async show(request: FastifyRequest): Promise<Shown> {
    const link = await this.open(request);
    return this.unlessEnded(link, 200, async () => {
      const form = await this.formOf(link);
      if (form.over) return { status: 200, page: this.overPage(link, form, form.over.text) };
      return {
        status: 200,
        page: this.formPage(link, form, randomUUID(), { filled: null, errors: new Map() }),
      };
    });
  }

  async act(request: FastifyRequest): Promise<Shown> {
    // Sent without anything, it did not come from the page: it is shown, and nothing is done.
    if ((request.body ?? null) === null) return { ...(await this.show(request)), status: 400 };
    const link = await this.open(request);
    const { [ONCE]: once = '', ...sent } = request.body as Filled;
    const filled = withOffers(Object.entries(sent));
    const { action, items } = link.link;
    try {
      const { text, about } = await this.acts.act(action, items, filled, link.presser, keyOf(request, once));
      return { status: 200, page: this.notedPage(link, text, about) };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return this.unlessEnded(link, 409, () => this.refused(link, error, filled, once));
    }
  }

  /** Whoever was told of something and may see it no more, as a fault in the data that was mended, hears that it came to its end. */
  private async unlessEnded(
    link: Opened<ActLink>,
    status: number,
    shown: () => Promise<Shown>,
  ): Promise<Shown> {
    try {
      return await shown();
    } catch (error) {
      const isRefused = error instanceof LinkTrouble && error.trouble === 'refused';
      const text = isRefused ? await this.acts.ended(link.link.items, link.presser) : null;
      if (text === null) throw error;
      return { status, page: this.notedPage(link, text) };
    }
  }

  private async open(request: FastifyRequest): Promise<Opened<ActLink>> {
    const link = await opened(this.links.act, request, this.parts);
    // An action that there is no more.
    if (!PRESSED.includes(link.link.action)) throw new LinkTrouble('expired', link.locale);
    return link;
  }

  private async formOf({ link: { action, items }, presser, locale }: Opened<ActLink>): Promise<PressForm> {
    try {
      return await this.acts.form(action, items, presser);
    } catch (error) {
      throw isNotTheirs(error) ? new LinkTrouble('refused', locale) : error;
    }
  }

  private async refused(
    link: Opened<ActLink>,
    problem: Problem,
    filled: Filled,
    once: string,
  ): Promise<Shown> {
    const { locale } = link;
    const { words } = locale;
    if (isNotTheirs(problem)) throw new LinkTrouble('refused', locale);
    if (problem.status !== 400 && problem.status !== 409 && problem.status !== 422) throw problem;
    const { members, status } = problem;
    if (members.keyUsed) return { status: 409, page: this.notedPage(link, words.links.sentBefore) };
    const form = await this.formOf(link);
    if (form.over) return { status: 409, page: this.overPage(link, form, form.over.text) };
    const errors = new Map(
      ((members.errors ?? []) as { path: string; message: string }[]).map(({ path, message }) => [
        path,
        message,
      ]),
    );
    const isAtFields = form.fields.some(({ name }) => errors.has(name));
    const alert = isAtFields
      ? html`<p class="box alert" role="alert">${words.acts.cannotRead}</p>`
      : html`<p class="box alert" role="alert">${words.links.notTaken} ${problem.message}</p>`;
    return { status, page: this.formPage(link, form, once, { filled, errors }, alert) };
  }

  private formPage(
    { locale, name }: Opened<ActLink>,
    form: PressForm,
    once: string,
    state: FormState,
    alert: Html | null = null,
  ): string {
    return renderLinkPage({
      locale,
      title: form.title,
      actsAs: name,
      body: [
        html`<p>${form.about}</p>`,
        html`<p class="soft">${form.help}</p>`,
        ...form.lines.map((line) => html`<p>${line}</p>`),
        alert,
        html`<form method="post" action="">
          <input type="hidden" name="${ONCE}" value="${once}" />
          ${fieldsOf(form, state, locale.words)}
          <button class="primary" type="submit">${form.submit}</button>
        </form>`,
      ],
    });
  }

  private overPage({ locale }: Opened<ActLink>, form: PressForm, text: string): string {
    return renderLinkPage({
      locale,
      title: form.title,
      body: [html`<p>${form.about}</p>`, html`<p class="box note">${text}</p>`],
      ways: [queueIn(locale, this.publicUrl)],
    });
  }

  private notedPage({ locale, link }: Opened<ActLink>, text: string, about: string | null = null): string {
    return renderLinkPage({
      locale,
      title: locale.words.actions[link.action],
      body: [
        about === null ? null : html`<p>${about}</p>`,
        html`<p class="box note" role="status">${text}</p>`,
      ],
      ways: [queueIn(locale, this.publicUrl)],
    });
  }
}

const isNotTheirs = (error: unknown): boolean =>
  error instanceof Problem && (error.status === 403 || error.status === 404);

/** The same page sent again is the same request; the same link opened again is another. */
const keyOf = (request: FastifyRequest, once: string): string =>
  `link.${createHash('sha256')
    .update(JSON.stringify([(request.params as { '*': string })['*'], once]))
    .digest('base64url')}`;
