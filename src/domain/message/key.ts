/**
 * What names a mail of ours, left of the @ in its Message-ID: a delivery, or an invitation and the state of the visit
 * that it brought.
 */
export interface MailKey {
  id: string;
  sequence: number | null;
}

const KEY = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:\.(\d{1,9}))?$/i;

/** Null: no mail of ours is named so. */
export function readMailKey(text: string): MailKey | null {
  const [, id, sequence] = KEY.exec(text) ?? [];
  if (id === undefined) return null;
  return { id: id.toLowerCase(), sequence: sequence === undefined ? null : Number(sequence) };
}

export const invitationKey = (id: string, sequence: number): string => `${id}.${sequence}`;
