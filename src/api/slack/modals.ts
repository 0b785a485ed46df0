import { Inject, Injectable } from '@nestjs/common';
import type { ModalView } from '@slack/types';
import { createHash } from 'node:crypto';
import type { SlackDesk } from '../../channels/slack-desk.js';
import {
  errorsAt,
  filledIn,
  formModal,
  noticeModal,
  pagesOf,
  type ModalState,
  type Page,
} from '../../channels/slack-modal.js';
import { pressValue, readPressValue } from '../../channels/slack-press.js';
import type { Field, Filled } from '../../channels/wording/form.js';
import type { Press } from '../../channels/wording/letter.js';
import { ActsService } from '../acts/acts.service.js';
import { problemsOf } from '../acts/fields.js';
import type { Presser } from '../acts/read-card.js';
import { Problem } from '../common/problem.js';
import { DESK } from './desk.js';
import { Home } from './home.js';
import { Members, type Member } from './members.js';
import type { Closed, Submitted } from './payloads.js';
import { Talk } from './talk.js';

/** What Slack does with the modal that was sent. */
export type Reaction =
  | { response_action: 'clear' }
  | { response_action: 'update'; view: ModalView }
  | { response_action: 'errors'; errors: Record<string, string> };

interface Sent {
  press: Press;
  page: number;
  /** There is another page behind it. */
  more: boolean;
}

/** A form that was sent, or closed. */
@Injectable()
export class Modals {
  constructor(
    private readonly acts: ActsService,
    private readonly members: Members,
    private readonly home: Home,
    private readonly talk: Talk,
    @Inject(DESK) private readonly desk: SlackDesk,
  ) {}

  static pageOf(press: Press, page: number, fields: readonly Field[]): Page {
    const more = pagesOf(fields).length > page + 1;
    return { page, metadata: JSON.stringify([pressValue(press), page, more]) };
  }

  async submitted({ user, view }: Submitted, address: string): Promise<Reaction> {
    const member = await this.members.member(user.id, address);
    const { presser, why, locale } = member;
    const { words } = locale;
    const sent = sentIn(view.private_metadata);
    if (!presser || !sent) {
      const text = words.slack[sent ? (why ?? 'unknown') : 'old'];
      return notice(words.slack.queue, text, member);
    }
    const { press } = sent;
    const state = view.state.values;
    const filled = await this.allFilled(sent, state, presser);
    try {
      if (sent.more) return await this.nextPage(sent, state, filled, presser, member);
      await this.acts.act(press.action, press.items, filled, presser, keyOf(view.id, filled));
    } catch (error) {
      // Whatever happens to the window, what was written is not lost.
      await this.keep(press, filled, state, presser);
      return this.refused(error, press, state, member);
    }
    const enrolments = press.items.flatMap(({ enrolment }) => enrolment ?? []);
    this.home.showLater(user.id, member, enrolments);
    return { response_action: 'clear' };
  }

  /** Shows what became of a form that took longer than Slack waits. */
  async showLate({ view, user }: Submitted, doing: Promise<Reaction>): Promise<void> {
    const { words } = this.members.localeKnown(user.id);
    const reaction = await doing.catch(async (error: unknown) => {
      await this.desk.changeModal(view.id, noticeModal(words.slack.queue, words.slack.later, words));
      throw error;
    });
    const text =
      reaction.response_action === 'errors' ? Object.values(reaction.errors).join(' ') : words.acts.taken;
    const shown =
      reaction.response_action === 'update' ? reaction.view : noticeModal(words.slack.queue, text, words);
    await this.desk.changeModal(view.id, shown);
  }

  /** What stands in the window until then. */
  underWay({ user }: Submitted): Reaction {
    const locale = this.members.localeKnown(user.id);
    return notice(locale.words.slack.queue, locale.words.slack.underWay, { locale });
  }

  /** What somebody began and did not send is there again when they come back. */
  async closed({ user, view }: Closed, address: string): Promise<void> {
    const { presser } = await this.members.member(user.id, address);
    const sent = sentIn(view.private_metadata);
    if (!presser || !sent) return;
    const state = view.state.values;
    await this.keep(sent.press, await this.allFilled(sent, state, presser), state, presser);
  }

  /** With what was filled in on the pages before. */
  private async allFilled({ press, page, more }: Sent, state: ModalState, presser: Presser): Promise<Filled> {
    const here = filledIn(state);
    if (page === 0 && !more) return here;
    const elsewhere = Object.entries(await this.acts.kept(press.action, press.items, presser));
    return { ...Object.fromEntries(elsewhere.filter(([name]) => !(name in state))), ...here };
  }

  private async nextPage(
    { press, page }: Sent,
    state: ModalState,
    filled: Filled,
    presser: Presser,
    { locale: { words } }: Member,
  ): Promise<Reaction> {
    const before = await this.acts.form(press.action, press.items, presser);
    const problems = problemsOf(pagesOf(before.fields)[page] ?? [], filled);
    if (problems.length > 0)
      throw new Problem(422, words.acts.cannotRead, {
        members: {
          errors: problems.map(({ field, problem }) => ({
            path: field,
            message: words.acts.problems[problem],
          })),
        },
      });
    await this.acts.keep(press.action, press.items, filled, presser);
    const form = await this.acts.form(press.action, press.items, presser);
    const view = form.over
      ? noticeModal(form.title, [form.about, ...form.lines, form.over.text], words)
      : formModal(form, Modals.pageOf(press, page + 1, form.fields), words);
    return { response_action: 'update', view };
  }

  private async keep(press: Press, filled: Filled, state: ModalState, presser: Presser): Promise<void> {
    // A day alone is chosen again in a second, and would be old by then.
    const wrote = Object.values(state).some((block) => Object.values(block).some(({ value }) => value));
    await this.acts.keep(press.action, press.items, wrote ? filled : {}, presser);
  }

  private refused(error: unknown, { action }: Press, state: ModalState, member: Member): Reaction {
    const { locale } = member;
    const text = this.talk.wordsFor(error, locale);
    const status = error instanceof Problem ? error.status : 500;
    if ([403, 404, 409].includes(status)) return notice(locale.words.actions[action], text, member);
    const problems = (error instanceof Problem && error.members.errors) || [];
    const errors = errorsAt(problems as { path: string; message: string }[], state);
    if (Object.keys(errors).length > 0) return { response_action: 'errors', errors };
    const [first] = Object.keys(state);
    return first === undefined
      ? notice(locale.words.actions[action], text, member)
      : { response_action: 'errors', errors: { [first]: text } };
  }
}

const notice = (title: string, text: string, { locale }: Pick<Member, 'locale'>): Reaction => ({
  response_action: 'update',
  view: noticeModal(title, text, locale.words),
});

function sentIn(metadata: string): Sent | null {
  try {
    const [value, page, more] = JSON.parse(metadata) as [string, number, boolean];
    const press = readPressValue(value);
    return press && { press, page, more };
  } catch {
    return null;
  }
}

/** The same form sent twice does nothing twice; one that was put right is another. */
const keyOf = (viewId: string, filled: Filled): string =>
  `slack-${createHash('sha256')
    .update(JSON.stringify([viewId, filled]))
    .digest('hex')}`;
