import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { SlackSaidNo, type SlackDesk } from '../../channels/slack-desk.js';
import { noticeModal } from '../../channels/slack-modal.js';
import type { Locale } from '../../channels/wording/locale.js';
import type { ApiSettings } from '../../config/index.js';
import { LOG, SETTINGS } from '../common/parts.js';
import { Problem } from '../common/problem.js';
import { DESK } from './desk.js';

const TIMEOUT = 2_500;

/** Where an answer to a press can be put. */
export interface Place {
  trigger: string;
  /** Beside the message that was pressed; absent in the home tab. */
  responseUrl?: string | undefined;
}

/** Words to somebody alone, where the card itself does not say it. */
@Injectable()
export class Talk {
  private readonly origins: readonly string[];

  constructor(
    @Inject(DESK) private readonly desk: SlackDesk,
    @Inject(LOG) private readonly log: Logger,
    @Inject(SETTINGS) { slack }: ApiSettings,
  ) {
    this.origins = ['https://hooks.slack.com', ...(slack?.apiUrl ? [new URL(slack.apiUrl).origin] : [])];
  }

  /** Beside the message, or as a modal. What cannot be said is logged: it changes nothing. */
  async tell(text: string, { trigger, responseUrl }: Place, title: string, { words }: Locale): Promise<void> {
    try {
      if (responseUrl === undefined) await this.desk.openModal(trigger, noticeModal(title, text, words));
      else await this.respond(responseUrl, { text: asMarkup(text) });
    } catch (error) {
      this.log.warn({ err: error }, 'an answer could not be shown in Slack');
    }
  }

  /** To whoever pressed or asked, alone. */
  async respond(url: string, content: { text: string; blocks?: unknown[] }): Promise<void> {
    if (!this.origins.includes(new URL(url).origin)) throw new Error(`${new URL(url).origin} is not Slack’s`);
    const reply = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response_type: 'ephemeral', replace_original: false, ...content }),
      signal: AbortSignal.timeout(TIMEOUT),
    });
    if (!reply.ok) throw new Error(`Slack answered ${reply.status} to a response`);
  }

  /** What went wrong, to whoever pressed, in their own words. */
  wordsFor(error: unknown, { words }: Locale): string {
    if (error instanceof Problem) {
      if (error.members.over === true || error.status === 409) return error.message;
      if (error.status === 403 || error.status === 404) return words.slack.notYours;
      if (error.status < 500 && error.status !== 429) return error.message;
    }
    if (!(error instanceof SlackSaidNo)) this.log.error({ err: error }, 'a press in Slack could not be done');
    else this.log.warn({ err: error, code: error.code }, 'Slack did not do as asked');
    return words.slack.later;
  }
}

/** Text of an answer is read as markup, so its three control signs are escaped. */
export const asMarkup = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
