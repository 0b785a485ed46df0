import { Injectable } from '@nestjs/common';
import { Home } from './home.js';
import { Members } from './members.js';
import { Modals } from './modals.js';
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
    private readonly talk: Talk,
    private readonly underWay: UnderWay,
  ) {}

  async interaction(told: Interaction, address: string): Promise<object> {
    await this.members.requireTeam(told.team.id);
    switch (told.type) {
      case 'block_actions':
        await this.underWay.inTime(keyOf(told), () => this.presses.pressed(told, address));
        return {};
      case 'view_closed':
        await this.underWay.inTime(`closed ${told.view.id}`, () => this.modals.closed(told, address));
        return {};
      case 'view_submission':
        return this.submitted(told, address);
    }
  }

  private async submitted(told: Submitted, address: string): Promise<object> {
    const key = `${told.view.id} ${JSON.stringify(told.view.state)}`;
    let late = false;
    const answer = await this.underWay.inTime(key, async () => {
      const reaction = await this.modals.submitted(told, address);
      if (late) await this.modals.showLate(told, reaction, address);
      return reaction;
    });
    if (answer !== 'late') return answer;
    late = true;
    return this.modals.underWay(told, address);
  }

  async command({ team_id, user_id, text, response_url }: Command, address: string): Promise<object> {
    await this.members.requireTeam(team_id);
    const member = await this.members.member(user_id, address);
    const { slack } = member.locale.words;
    const { presser } = member;
    const say = (words: string): object => ({ response_type: 'ephemeral', text: asMarkup(words) });
    if (!presser) return say(slack[member.why ?? 'unknown']);
    if (/^\s*(help|hilfe|\?)\s*$/i.test(text)) return say(slack.help);
    let late = false;
    const answer = await this.underWay.inTime(`command ${user_id}`, async () => {
      const content = { text: asMarkup(slack.queue), blocks: await this.home.answer(presser) };
      if (late) await this.talk.respond(response_url, content);
      return content;
    });
    if (answer !== 'late') return { response_type: 'ephemeral', ...answer };
    late = true;
    return {};
  }

  async event(told: SlackEvent, address: string): Promise<object> {
    if (told.type === 'url_verification') return { challenge: told.challenge };
    await this.members.requireTeam(told.team_id);
    const { type, user, tab } = told.event;
    if (type === 'app_home_opened' && tab === 'home' && user !== undefined)
      await this.underWay.inTime(`home ${user}`, async () =>
        this.home.show(user, await this.members.member(user, address)),
      );
    return {};
  }
}
