import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import type { SlackDesk } from '../../channels/slack-desk.js';
import { formModal, noticeModal } from '../../channels/slack-modal.js';
import { readPressValue } from '../../channels/slack-press.js';
import type { Press } from '../../channels/wording/letter.js';
import { ActsService } from '../acts/acts.service.js';
import type { Presser } from '../acts/read-card.js';
import { DESK } from './desk.js';
import { Home } from './home.js';
import { Members, type Member } from './members.js';
import { Modals } from './modals.js';
import type { Pressed } from './payloads.js';
import { Talk, type Place } from './talk.js';

/** A button that was pressed, in a message or in the home tab. */
@Injectable()
export class Presses {
  constructor(
    private readonly acts: ActsService,
    private readonly members: Members,
    private readonly home: Home,
    private readonly talk: Talk,
    @Inject(DESK) private readonly desk: SlackDesk,
  ) {}

  async pressed(pressed: Pressed, address: string): Promise<void> {
    const [{ value, type }] = pressed.actions as [Pressed['actions'][number]];
    // Slack also tells of buttons that lead to a page, and of what is chosen in a modal.
    if (type !== 'button' || value === undefined) return;
    const place = { trigger: pressed.trigger_id, responseUrl: pressed.response_url };
    const member = await this.members.member(pressed.user.id, address);
    const { words } = member.locale;
    const press = readPressValue(value);
    const title = press ? words.actions[press.action] : words.slack.queue;
    try {
      if (!member.presser) return await this.tell(words.slack[member.why ?? 'unknown'], place, title, member);
      if (!press) return await this.tell(words.slack.old, place, title, member);
      if (this.acts.asks(press.action, press.items)) await this.ask(press, member.presser, place, member);
      else await this.act(press, member.presser, keyOf(pressed), pressed.user.id, member);
    } catch (error) {
      await this.tell(this.talk.wordsFor(error, member.locale), place, title, member);
    }
  }

  private tell(text: string, place: Place, title: string, { locale }: Member): Promise<void> {
    return this.talk.tell(text, place, title, locale);
  }

  private async ask(press: Press, presser: Presser, { trigger }: Place, { locale }: Member): Promise<void> {
    const form = await this.acts.form(press.action, press.items, presser);
    const view = form.over
      ? noticeModal(form.title, [form.about, ...form.lines, form.over.text], locale.words)
      : formModal(form, Modals.pageOf(press, 0, form.fields), locale.words);
    await this.desk.openModal(trigger, view);
  }

  private async act(
    press: Press,
    presser: Presser,
    key: string,
    slackUser: string,
    member: Member,
  ): Promise<void> {
    await this.acts.act(press.action, press.items, {}, presser, key);
    const enrolments = press.items.flatMap(({ enrolment }) => enrolment ?? []);
    this.home.showLater(slackUser, member, enrolments);
  }
}

/**
 * One button of one rendition of a card is one request, however often it is pressed or told of: once the card has
 * changed, it is another.
 */
export function keyOf({ message, view, actions: [action], user, trigger_id }: Pressed): string {
  const rendition = message ? [message.ts, message.edited?.ts] : [view?.hash ?? trigger_id];
  const whole = JSON.stringify([...rendition, user.id, action?.action_id, action?.value]);
  return `slack-${createHash('sha256').update(whole).digest('hex')}`;
}
