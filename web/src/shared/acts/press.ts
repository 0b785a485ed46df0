import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { actsAct, actsForm } from '#api/sdk.gen';
import type { ActForm } from '#api/types.gen';
import { readAnew } from '../../api/live';
import { statusOf } from '../../api/problem';
import { useSession } from '../../frame/session';
import { dropDraft, keepDraft, readDraft, type Draft, type Filled, type Press } from './draft';

/** Not undone by another button: asked once more before it is done. */
const FOR_GOOD: ReadonlySet<string> = new Set<Press['action']>(['callOff', 'didNotHappen']);

/** A form that is open, and what it was begun with. */
export interface Opened {
  press: Press;
  form: ActForm;
  key: string;
  filled: Filled;
  /** What was asked when it was begun, where that has changed since. */
  before: ActForm | null;
}

/** A line that brings no answer for so long is none. */
const PATIENCE_MS = 30_000;

/** Sends a press; under the same key it is done once, however often it is sent. */
export async function send(press: Press, filled: Filled, key: string): Promise<string> {
  const { data } = await actsAct({
    body: { ...press, filled: saidIn(filled) },
    headers: { 'Idempotency-Key': key },
    signal: AbortSignal.timeout(PATIENCE_MS),
    throwOnError: true,
  });
  return data.text;
}

/** Presses a button of a card: at once where nothing is asked, else by a form. One press at a time. */
export function usePress(onDone: (text: string) => void) {
  const { person } = useSession();
  const client = useQueryClient();
  const underWay = useRef(false);
  const [busy, setBusy] = useState<Press | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [opened, setOpened] = useState<Opened | null>(null);
  const done = (press: Press, text: string): void => {
    dropDraft(person.id, press);
    setOpened((now) => (now?.press === press ? null : now));
    onDone(text);
    void readAnew(client);
  };
  const start = async (press: Press, asksFirst = FOR_GOOD.has(press.action)): Promise<void> => {
    if (underWay.current) return;
    underWay.current = true;
    setBusy(press);
    setError(null);
    const draft = readDraft(person.id, press);
    const key = draft?.key ?? crypto.randomUUID();
    let sending: Omit<Draft, 'at'> | null = null;
    try {
      const form = await askedOf(press, draft);
      if (form.fields.length === 0 && form.over === null && !asksFirst) {
        sending = { press, form, key, filled: {} };
        done(press, await send(press, {}, key));
      } else {
        const before = draft && isChanged(draft.form, form) ? draft.form : null;
        setOpened({ press, form, key, filled: begunWith(form, draft), before });
      }
    } catch (refused) {
      if (sending === null || statusOf(refused) !== 0 || !keepDraft(person.id, { ...sending, waits: true }))
        setError(refused);
      if (statusOf(refused) === 409) void readAnew(client);
    } finally {
      underWay.current = false;
      setBusy(null);
    }
  };
  return { busy, error, opened, start, done, close: () => setOpened(null) };
}

/** What is asked; without a line, what was asked when it was begun. */
async function askedOf(press: Press, draft: Draft | null): Promise<ActForm> {
  try {
    return (await actsForm({ body: press, throwOnError: true })).data;
  } catch (error) {
    if (draft !== null && statusOf(error) === 0) return draft.form;
    throw error;
  }
}

/** What was written then, and what is asked now. */
const begunWith = ({ fields, over }: ActForm, draft: Draft | null): Filled =>
  over !== null && draft !== null
    ? draft.filled
    : Object.fromEntries(fields.map(({ name, initial }) => [name, draft?.filled[name] ?? initial ?? '']));

/** Whether somebody who wrote in answer to one would be surprised by the other. */
function isChanged(then: ActForm, now: ActForm): boolean {
  const asked = ({ about, lines, fields }: ActForm) =>
    JSON.stringify([about, lines, fields.map(({ name, label, initial }) => [name, label, initial])]);
  return now.over === null && asked(then) !== asked(now);
}

const saidIn = (filled: Filled): Record<string, string> =>
  Object.fromEntries(Object.entries(filled).filter(([, value]) => value.trim() !== ''));
