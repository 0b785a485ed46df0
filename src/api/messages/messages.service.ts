import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { emailHtml } from '../../channels/mail/html.js';
import { emailText } from '../../channels/mail/text.js';
import { slackBlocks, slackFallback } from '../../channels/slack-blocks.js';
import { compose } from '../../channels/wording/compose.js';
import type { Message } from '../../channels/message.js';
import { figurePreview } from '../../composing/figure-preview.js';
import { preview, testOf, type Sketch } from '../../composing/preview.js';
import { sampleMessage } from '../../composing/sample.js';
import type { ApiSettings } from '../../config/index.js';
import type { Channel } from '../../domain/cadence.js';
import { Rules } from '../../store/loops/rules.js';
import type { Actor } from '../common/caller.js';
import { CHANNELS, Clock, SETTINGS, type ApiParts } from '../common/parts.js';
import { Problem } from '../common/problem.js';
import {
  audienceOf,
  type FigureSketchBody,
  type MessagePreview,
  type MessageSketch,
  type MessageTest,
  type SampleSketchBody,
} from './messages.dto.js';

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
    const tx = this.dataSource.manager;
    return this.read(await preview(tx, this.sketchOf(query), this.rules, this.clock.now()), query.channel);
  }

  /** Sent at once and once: no row says so, nobody is told again, and a test that got lost is sent anew by hand. */
  async test(body: MessageSketch, by: Actor): Promise<MessageTest> {
    const to = { key: uuid(), personId: readerOf(by) };
    const tx = this.dataSource.manager;
    const sent = await this.send(
      () => testOf(tx, this.sketchOf(body), to, this.rules, this.clock.now()),
      body.channel,
    );
    return { id: body.enrolment, ...sent };
  }

  /** The same of figures, to whoever asks. */
  async previewFigures(program: string, query: FigureSketchBody, by: Actor): Promise<MessagePreview> {
    return this.read(await this.ofFigures(program, query, by), query.channel);
  }

  async testFigures(program: string, body: FigureSketchBody, by: Actor): Promise<Sent> {
    return this.send(
      async () => ({ ...(await this.ofFigures(program, body, by)), test: true }),
      body.channel,
    );
  }

  /** One of a program, with samples in place of whoever it is about. */
  async sample(program: string, query: SampleSketchBody, by: Actor): Promise<MessagePreview> {
    return this.read(await this.sampleOf(program, query, by), query.channel);
  }

  async testSample(program: string, body: SampleSketchBody, by: Actor): Promise<Sent> {
    return this.send(async () => ({ ...(await this.sampleOf(program, body, by)), test: true }), body.channel);
  }

  private sampleOf(programId: string, asked: SampleSketchBody, by: Actor): Promise<Message> {
    const { publicUrl: appUrl } = this.settings;
    const { kind, locale } = asked;
    const sketch = { programId, kind, audience: audienceOf(asked), language: locale ?? null, appUrl };
    const to = { key: uuid(), personId: readerOf(by) };
    return sampleMessage(this.dataSource.manager, sketch, to, this.rules, this.clock.now());
  }

  private ofFigures(
    programId: string,
    { alert, reader, locale }: FigureSketchBody,
    by: Actor,
  ): Promise<Message> {
    const { publicUrl: appUrl } = this.settings;
    const sketch = { programId, alertId: alert ?? null, reader, language: locale ?? null, appUrl };
    const to = { key: uuid(), personId: readerOf(by) };
    return figurePreview(this.dataSource.manager, sketch, to, this.clock.now());
  }

  private read(message: Message, channel: Channel): MessagePreview {
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

  private async send(made: () => Promise<Message>, channel: Channel): Promise<Sent> {
    const way = this.channels[channel];
    if (!way)
      throw new Problem(
        409,
        `The API sends nothing by ${channel} here. Give it the worker's settings of ${channel}, or choose another channel.`,
        { refused: { code: 'channelOff', params: { channel } } },
      );
    const message = await made();
    const answer = await way.send(message);
    if (!answer.ok)
      throw new Problem(
        502,
        `The test was not taken (${answer.code}). Look into the log of the API for what ${channel} said, and send it again.`,
        { refused: { code: 'testRefused', params: { channel, why: answer.code } } },
      );
    const { language, subject } = compose(message, this.settings.sideEffectUrl);
    return { message: message.key, channel, language, subject };
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

type Sent = Omit<MessageTest, 'id'>;

function readerOf({ personId }: Actor): string {
  if (personId !== null) return personId;
  throw new Problem(
    422,
    'This goes to whoever asks for it, and a machine has no address. Say with Acting-As who that is.',
  );
}
