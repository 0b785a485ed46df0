import { z } from 'zod';
import { request } from '../common/schemas.js';

/* What Slack sends, as far as it is read here. */

const team = z.object({ id: z.string() });
const user = z.object({ id: z.string().max(40) });

const stateValue = z.object({
  value: z.string().nullish(),
  selected_date: z.string().nullish(),
  selected_time: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).optional(),
});
// Slack sends an empty list where nothing can be filled in.
const values = z.union([
  z.record(z.string(), z.record(z.string(), stateValue)),
  z.tuple([]).transform(() => ({})),
]);
const view = z.object({
  id: z.string(),
  private_metadata: z.string(),
  state: z.object({ values }).default({ values: {} }),
});

const pressed = z.object({
  type: z.literal('block_actions'),
  team,
  user,
  trigger_id: z.string(),
  response_url: z.string().optional(),
  container: z.object({ type: z.string() }),
  message: z.object({ ts: z.string(), edited: z.object({ ts: z.string() }).optional() }).optional(),
  view: z.object({ hash: z.string() }).optional(),
  actions: z
    .array(z.object({ action_id: z.string(), type: z.string(), value: z.string().optional() }))
    .min(1),
});
export type Pressed = z.output<typeof pressed>;

const submitted = z.object({ type: z.literal('view_submission'), team, user, view });
export type Submitted = z.output<typeof submitted>;

const closed = z.object({ type: z.literal('view_closed'), team, user, view });
export type Closed = z.output<typeof closed>;

const interaction = z.discriminatedUnion('type', [pressed, submitted, closed]);
export type Interaction = z.output<typeof interaction>;

/** JSON in the one field of a form. */
export const interactionBody = request(
  'SlackInteraction',
  z.object({
    payload: z.string().transform((text, context): Interaction => {
      const read = interaction.safeParse(json(text));
      if (read.success) return read.data;
      context.addIssue('expected an interaction of Slack as JSON');
      return z.NEVER;
    }),
  }),
);
export type InteractionBody = z.output<typeof interactionBody>;

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export const command = request(
  'SlackCommand',
  z.object({
    team_id: z.string(),
    user_id: z.string().max(40),
    command: z.string(),
    text: z.string().default(''),
    response_url: z.string(),
  }),
);
export type Command = z.output<typeof command>;

export const event = request(
  'SlackEvent',
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('url_verification'), challenge: z.string() }),
    z.object({
      type: z.literal('event_callback'),
      team_id: z.string(),
      event: z.object({ type: z.string(), user: z.string().max(40).optional(), tab: z.string().optional() }),
    }),
  ]),
);
export type SlackEvent = z.output<typeof event>;
