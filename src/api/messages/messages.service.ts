import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { emailHtml } from '../../channels/mail/html.js';
import { emailText } from '../../channels/mail/text.js';
import { slackBlocks, slackFallback } from '../../channels/slack-blocks.js';
import { compose } from '../../channels/wording/compose.js';
import { preview, testOf, type Sketch } from '../../composing/preview.js';
import type { ApiSettings } from '../../config/index.js';
import { Rules } from '../../store/rules.js';
import type { Actor } from '../common/caller.js';
import { CHANNELS, Clock, SETTINGS, type ApiParts } from '../common/parts.js';
import { Problem } from '../common/problem.js';
import { audienceOf, type MessagePreview, type MessageSketch, type MessageTest } from './messages.dto.js';

@Injectable()
export class MessagesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clock: Clock,
    private readonly rules: Rules,
    @Inject(SETTINGS) private readonly settings: ApiSettings,
    @Inject(CHANNELS) private readonly channels: ApiParts['channels'],
  ) {}

  async preview(query: MessageSketch): Promise<MessagePreview> {
    const { channel } = query;
    const tx = this.dataSource.manager;
    const message = await preview(tx, this.sketchOf(query), this.rules, this.clock.now());
    const letter = compose(message, this.settings.sideEffectUrl);
    const { language, subject } = letter;
    return channel === 'email'
      ? { channel, language, subject, text: emailText(letter), html: emailHtml(letter), blocks: null }
      : {
          channel,
          language,
          subject,
          text: slackFallback(letter),
          html: null,
          blocks: slackBlocks(letter, {
            pressable: (this.settings.slack?.signingSecret ?? null) !== null,
          }).map((block) => ({ ...block })),
        };
  }

  /** Sent at once and once: no row says so, nobody is told again, and a test that got lost is sent anew by hand. */
  async test(body: MessageSketch, { personId }: Actor): Promise<MessageTest> {
    const { channel, enrolment } = body;
    if (personId === null)
      throw new Problem(
        422,
        'A test goes to whoever asks for it, and a machine has no address. Say with Acting-As who that is.',
      );
    const way = this.channels[channel];
    if (!way)
      throw new Problem(
        409,
        `The API sends nothing by ${channel} here. Give it the worker's settings of ${channel}, or choose another channel.`,
      );
    const key = uuid();
    const to = { key, personId };
    const tx = this.dataSource.manager;
    const message = await testOf(tx, this.sketchOf(body), to, this.rules, this.clock.now());
    const answer = await way.send(message);
    if (!answer.ok)
      throw new Problem(
        502,
        `The test was not taken (${answer.code}). Look into the log of the API for what ${channel} said, and send it again.`,
      );
    const { language, subject } = compose(message, this.settings.sideEffectUrl);
    return { id: enrolment, message: key, channel, language, subject };
  }

  private sketchOf(asked: MessageSketch): Sketch {
    return {
      enrolmentId: asked.enrolment,
      kind: asked.kind,
      audience: audienceOf(asked),
      language: asked.locale ?? null,
      appUrl: this.settings.publicUrl,
    };
  }
}
