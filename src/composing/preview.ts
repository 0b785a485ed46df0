import type { EntityManager } from 'typeorm';
import type { Message, Recipient } from '../channels/message.js';
import { localeOf } from '../channels/wording/locale.js';
import type { ItemKind } from '../domain/message/subject.js';
import type { Audience } from '../domain/people.js';
import type { Instant } from '../domain/time.js';
import { readAddressee, type ItemRow } from '../store/messages/message-items.js';
import { readPreview } from '../store/messages/message-preview.js';
import type { Rules } from '../store/loops/rules.js';
import { itemsOf } from './message.js';

/** What a message would be about, and to whom. */
export interface Sketch {
  enrolmentId: string;
  kind: ItemKind;
  audience: Audience;
  /** BCP 47; null: the reader's own. */
  language: string | null;
  appUrl: string;
}

/**
 * A message about one enrolment as it would read now, to whoever would read it.
 * @throws Refusal where there is no such message
 */
export async function preview(
  tx: EntityManager,
  sketch: Sketch,
  rules: Rules,
  now: Instant,
): Promise<Message> {
  const { personId, item } = await readSketched(tx, sketch, now);
  const to = speaking(await readAddressee(tx, personId), sketch);
  return messageOf(tx, sketch, { key: sketch.enrolmentId, to, item }, rules, now);
}

/**
 * The same message as a test, to whoever asks for it: with the dates of the enrolment, and samples in place of all that
 * was said and of whoever it is about, since who cares for words need not know.
 * @param key names the test, and nothing that is stored
 * @throws Refusal where there is no such message
 */
export async function testOf(
  tx: EntityManager,
  sketch: Sketch,
  { key, personId }: { key: string; personId: string },
  rules: Rules,
  now: Instant,
): Promise<Message> {
  const to = speaking(await readAddressee(tx, personId), sketch);
  const item = sampled((await readSketched(tx, sketch, now)).item, to);
  return { ...(await messageOf(tx, sketch, { key, to, item }, rules, now)), test: true };
}

const readSketched = (tx: EntityManager, { enrolmentId, kind, audience }: Sketch, now: Instant) =>
  readPreview(tx, enrolmentId, kind, audience, now);

const speaking = <R extends Recipient>(to: R, { language }: Sketch): R => ({
  ...to,
  language: language ?? to.language,
});

async function messageOf(
  tx: EntityManager,
  { appUrl }: Sketch,
  { key, to, item }: { key: string; to: Recipient; item: ItemRow },
  rules: Rules,
  now: Instant,
): Promise<Message> {
  return { key, to, items: await itemsOf(tx, [item], to.personId, rules, now), waiting: 0, appUrl, at: now };
}

function sampled(row: ItemRow, { language }: Recipient): ItemRow {
  const { rep, manager, secondLine, institution, action, evidence, suggestion } =
    localeOf(language).words.sample;
  return {
    ...row,
    rep,
    manager: row.manager && manager,
    secondLine: row.secondLine && secondLine,
    institution: row.institution && institution,
    action: row.action && action,
    disputed: row.disputed && { ...row.disputed, note: null },
    evidence: row.evidence && evidence,
    suggestion: row.suggestion && suggestion,
    ratings: null,
  };
}
