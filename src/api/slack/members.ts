import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { localeOf, type Locale } from '../../channels/wording/locale.js';
import type { SlackDesk } from '../../channels/slack-desk.js';
import { HOUR } from '../../domain/time.js';
import { personOfAddress } from '../../store/people/members.js';
import type { Presser } from '../acts/read-card.js';
import { Clock } from '../common/parts.js';
import { Problem } from '../common/problem.js';
import { DESK } from './desk.js';

/** The oldest is forgotten first. */
const MOST_REMEMBERED = 10_000;

/** A member of the workspace, as the person they are here. */
export interface Member {
  /** Null: nobody here has their address, or not any more; `why` says which. */
  presser: Presser | null;
  why: 'unknown' | 'left' | null;
  locale: Locale;
}

/**
 * Who presses: the member's mail address, and whose that is here. Which address a member has is asked anew after an
 * hour, and kept in this process alone, since it can be given to somebody else; whose it is, is read each time.
 */
@Injectable()
export class Members {
  private readonly addresses = new Map<string, { email: string; since: number; locale?: Locale }>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    @Inject(DESK) private readonly desk: SlackDesk,
  ) {}

  /** @throws Problem where this is another workspace than ours */
  async requireTeam(team: string): Promise<void> {
    if ((await this.desk.team()) === team) return;
    throw new Problem(
      403,
      'This comes from another Slack workspace than the one that the app is installed in.',
    );
  }

  async member(slackUser: string, address: string): Promise<Member> {
    const email = await this.emailOf(slackUser);
    const now = this.clock.now();
    const person = email === null ? null : await personOfAddress(this.dataSource.manager, email, now);
    const locale = localeOf(person?.language ?? 'en');
    const known = this.addresses.get(slackUser);
    if (known) known.locale = locale;
    if (person === null || person.left)
      return { presser: null, why: person === null ? 'unknown' : 'left', locale };
    const actor = { by: { kind: 'slack' as const, id: slackUser }, personId: person.personId };
    return { presser: { actor, address }, why: null, locale };
  }

  /** The language that they were spoken to in last, for whatever cannot wait for Slack; English before that. */
  localeKnown(slackUser: string): Locale {
    return this.addresses.get(slackUser)?.locale ?? localeOf('en');
  }

  private async emailOf(slackUser: string): Promise<string | null> {
    const known = this.addresses.get(slackUser);
    if (known && Date.now() - known.since < HOUR) return known.email;
    const member = await this.desk.member(slackUser);
    this.addresses.delete(slackUser);
    if (member === null) return null;
    this.addresses.set(slackUser, { email: member.email, since: Date.now() });
    const [oldest] = this.addresses.keys();
    if (this.addresses.size > MOST_REMEMBERED) this.addresses.delete(oldest!);
    return member.email;
  }
}
