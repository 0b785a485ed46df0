import { Injectable } from '@nestjs/common';
import { Home } from './home.js';
import { Members } from './members.js';
import { Modals } from './modals.js';
import { OpenHomes } from './open-homes.js';
import type { Command, Interaction, SlackEvent, Submitted } from './payloads.js';
import { keyOf, Presses } from './presses.js';
import { asMarkup, Talk } from './talk.js';
import { UnderWay } from './under-way.js';

/**
 * What Slack tells of. It is answered within three seconds always: what takes longer goes on after the answer. A
 * process that dies meanwhile loses nothing that was said to be done: the card stays as it was and is pressed again.
 */
@Injectable()
export class SlackService {
  constructor(
    private readonly members: Members,
    private readonly presses: Presses,
    private readonly modals: Modals,
    private readonly home: Home,
    private readonly homes: OpenHomes,
    private readonly talk: Talk,
    private readonly underWay: UnderWay,
  ) {}

  async interaction(told: Interaction, address: string): Promise<object> {
    const { id } = told.team;
    switch (told.type) {
      case 'block_actions':
        await this.inTime(id, keyOf(told), () => this.presses.pressed(told, address));
        return {};
      case 'view_closed':
        await this.inTime(id, `closed ${told.view.id}`, () => this.modals.closed(told, address));
        return {};
      case 'view_submission':
        return this.submitted(told, address);
    }
  }

  private async submitted(told: Submitted, address: string): Promise<object> {
    const key = `${told.view.id} ${JSON.stringify(told.view.state)}`;
    const answer = await this.inTime(
      told.team.id,
      key,
      () => this.modals.submitted(told, address),
      (doing) => this.modals.showLate(told, doing),
    );
    return answer === 'late' ? this.modals.underWay(told) : answer;
  }

  async command(told: Command, address: string): Promise<object> {
    const { team_id, user_id, text, response_url } = told;
    const answer = await this.inTime(
      team_id,
      `command ${user_id} ${text}`,
      () => this.answerTo(told, address),
      async (doing) => {
        const { later } = this.members.localeKnown(user_id).words.slack;
        // What went wrong is logged by whoever waits for this.
        const failed = doing.catch(() => ({ text: asMarkup(later) }));
        await this.talk.respond(response_url, await failed);
        await doing;
      },
    );
    return answer === 'late' ? {} : { response_type: 'ephemeral', ...answer };
  }

  private async answerTo(
    { user_id, text }: Command,
    address: string,
  ): Promise<{ text: string; blocks?: unknown[] }> {
    const { presser, why, locale } = await this.members.member(user_id, address);
    const { slack } = locale.words;
    if (!presser) return { text: asMarkup(slack[why ?? 'unknown']) };
    if (/^\s*(help|hilfe|\?)\s*$/i.test(text)) return { text: asMarkup(slack.help) };
    return { text: asMarkup(slack.queue), blocks: await this.home.answer(presser) };
  }

  async event(told: SlackEvent, address: string): Promise<object> {
    if (told.type === 'url_verification') return { challenge: told.challenge };
    const { type, user, tab } = told.event;
    await this.inTime(told.team_id, `home ${type} ${tab} ${user}`, async () => {
      if (type === 'app_home_opened' && tab === 'home' && user !== undefined)
        await this.homes.open(user, await this.members.member(user, address), address);
    });
    return {};
  }

  /** Asking Slack whether it is our workspace takes its time, too. */
  private inTime<T>(
    team: string,
    key: string,
    work: () => Promise<T>,
    afterwards?: (doing: Promise<T>) => Promise<unknown>,
  ): Promise<T | 'late'> {
    const ours = async (): Promise<T> => {
      await this.members.requireTeam(team);
      return work();
    };
    return this.underWay.inTime(`${team} ${key}`, ours, afterwards);
  }
}
