import type { EntityManager } from 'typeorm';
import type { Message } from '../channels/message.js';
import type { FigureReader } from '../domain/people.js';
import type { Instant } from '../domain/time.js';
import { readAlertItem } from '../store/figures/alert-items.js';
import { readNewestDigest } from '../store/figures/digests.js';
import { readAddressee } from '../store/messages/message-items.js';
import { unknown } from '../store/refusal.js';

/** What a message about figures would speak of, and as whom its reader would be told. */
export interface FigureSketch {
  programId: string;
  /** Null: the newest week. */
  alertId: string | null;
  reader: FigureReader;
  /** BCP 47; null: the reader's own. */
  language: string | null;
  appUrl: string;
}

/**
 * A message about figures of a program as it would read now, to whoever asks. It says what its screens do, so nothing in
 * it is a sample.
 * @param key names the message, and nothing that is stored
 * @throws Refusal where the program has no such alert, or no week that is released
 */
export async function figurePreview(
  tx: EntityManager,
  { programId, alertId, reader, language, appUrl }: FigureSketch,
  { key, personId }: { key: string; personId: string },
  now: Instant,
): Promise<Message> {
  const to = await readAddressee(tx, personId);
  const message = { key, to: { ...to, language: language ?? to.language }, items: [], waiting: 0, appUrl };
  if (alertId === null)
    return { ...message, digests: [await readNewestDigest(tx, programId, reader)], at: now };
  const alert = await readAlertItem(tx, alertId, now);
  if (alert?.programId !== programId) throw unknown('alert of this program', alertId);
  return { ...message, alerts: [{ ...alert, reader }], at: now };
}
