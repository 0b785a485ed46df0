import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { HomeView, KnownBlock } from '@slack/types';
import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import { homeView, noticeHome, queueAnswer, type HomeQueue } from '../../channels/slack-home.js';
import type { SlackDesk } from '../../channels/slack-desk.js';
import type { ApiSettings } from '../../config/index.js';
import { SECOND } from '../../domain/time.js';
import { haveLooked } from '../../store/people/members.js';
import { passedOn, type Presser } from '../acts/read-card.js';
import { LOG, SETTINGS } from '../common/parts.js';
import { Within } from '../common/within.js';
import type { QueueAnswer } from '../queue/queue.dto.js';
import { DESK } from './desk.js';
import type { Member } from './members.js';
import { UnderWay } from './under-way.js';

/** A loop looks at what was told within a second or so; what takes longer is shown when the tab is opened again. */
const LOOKS_WITHIN = 5 * SECOND;
const LOOK_AGAIN = 150;
/** The oldest is forgotten first. */
const MOST_REMEMBERED = 10_000;

/** My queue: the home tab of the app, and the answer to its command. */
@Injectable()
export class Home implements OnModuleDestroy {
  private readonly closing = new AbortController();
  /** By member, what was shown last: a digest. */
  private readonly shown = new Map<string, string>();
  /** By member, the showing that comes last of those under way. */
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(
    private readonly within: Within,
    private readonly dataSource: DataSource,
    private readonly underWay: UnderWay,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
    @Inject(DESK) private readonly desk: SlackDesk,
    @Inject(LOG) private readonly log: Logger,
  ) {}

  show(slackUser: string, member: Member): Promise<void> {
    return this.inTurn(slackUser, async () => this.publish(slackUser, await this.view(member)));
  }

  /** Unless it shows that already, as far as is known here. Says whether it did not. */
  showIfChanged(slackUser: string, member: Member): Promise<boolean> {
    return this.inTurn(slackUser, async () => {
      const view = await this.view(member);
      if (this.shown.get(slackUser) === digestOf(view)) return false;
      await this.publish(slackUser, view);
      return true;
    });
  }

  onModuleDestroy(): void {
    this.closing.abort();
  }

  /** Once the loops have looked at what was done to them, or this process ends. Nobody waits for it. */
  showLater(slackUser: string, member: Member, enrolments: readonly string[]): void {
    this.underWay
      .inTime(`home ${randomUUID()}`, async () => {
        const until = Date.now() + LOOKS_WITHIN;
        const { signal } = this.closing;
        while (
          !signal.aborted &&
          Date.now() < until &&
          !(await haveLooked(this.dataSource.manager, enrolments))
        )
          await pause(LOOK_AGAIN, undefined, { signal }).catch(() => undefined);
        await this.show(slackUser, member);
      })
      .catch((error: unknown) => this.log.warn({ err: error }, 'a home tab in Slack was not shown anew'));
  }

  async answer(presser: Presser): Promise<KnownBlock[]> {
    return queueAnswer(await this.queue(presser));
  }

  /** Slack may make a showing wait for a minute: the queue is read for the next one only then, and the newest is shown last. */
  private inTurn<T>(slackUser: string, showing: () => Promise<T>): Promise<T> {
    const before = this.turns.get(slackUser) ?? Promise.resolve();
    const mine = before
      .catch(() => undefined)
      .then(showing)
      .finally(() => {
        if (this.turns.get(slackUser) === mine) this.turns.delete(slackUser);
      });
    this.turns.set(slackUser, mine);
    return mine;
  }

  private async view({ presser, why, locale }: Member): Promise<HomeView> {
    return presser ? homeView(await this.queue(presser)) : noticeHome(locale.words.slack[why ?? 'unknown']);
  }

  private async publish(slackUser: string, view: HomeView): Promise<void> {
    this.shown.delete(slackUser);
    await this.desk.showHome(slackUser, view);
    this.shown.set(slackUser, digestOf(view));
    const [oldest] = this.shown.keys();
    if (this.shown.size > MOST_REMEMBERED) this.shown.delete(oldest!);
  }

  /** As they could ask for it themselves, so that the reading is noted. */
  private async queue({ actor, address }: Presser): Promise<HomeQueue> {
    const path = '/queue';
    const { status, body } = await this.within.ask<QueueAnswer>(actor, address, { method: 'GET', path });
    if (status !== 200) throw passedOn(status, body);
    const { language, opening, items, beside } = body;
    return {
      language,
      opening,
      cards: items.map(({ headline, about, lines, small, done, putOff, actions: links }) => ({
        headline,
        about,
        lines,
        small,
        done: done || putOff !== null,
        links,
      })),
      beside: beside && {
        noNames: beside.noNames,
        sideEffect: beside.sideEffect && {
          text: beside.sideEffect.text,
          link: { code: 'reportSideEffect', press: null, ...beside.sideEffect.link },
        },
      },
      appUrl: this.settings.publicUrl,
    };
  }
}

const digestOf = (view: HomeView): string =>
  createHash('sha256').update(JSON.stringify(view)).digest('base64url');
