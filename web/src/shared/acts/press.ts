import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { actsAct, actsForm } from '#api/sdk.gen';
import type { ActForm } from '#api/types.gen';
import { readAnew } from '../../api/live';
import { statusOf } from '../../api/problem';
import { useSession } from '../../frame/session';
import { dropDraft, readDraft, type Draft, type Filled, type Press } from './draft';

/** Not undone by another button: asked once more before it is done. */
const FOR_GOOD: ReadonlySet<string> = new Set<Press['action']>(['callOff', 'didNotHappen']);

/** A form that is open, and what it was begun with. */
export interface Opened {
  press: Press;
  form: ActForm;
  key: string;
  filled: Filled;
}

/** Sends a press; under the same key it is done once, however often it is sent. */
export async function send(press: Press, filled: Filled, key: string): Promise<string> {
  const { data } = await actsAct({
    body: { ...press, filled },
    headers: { 'Idempotency-Key': key },
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
    setOpened(null);
    onDone(text);
    void readAnew(client);
  };
  const start = async (press: Press, asksFirst = FOR_GOOD.has(press.action)): Promise<void> => {
    if (underWay.current) return;
    underWay.current = true;
    setBusy(press);
    setError(null);
    const draft = readDraft(person.id, press);
    try {
      const form = await askedOf(press, draft);
      const key = draft?.key ?? crypto.randomUUID();
      if (form.fields.length === 0 && form.over === null && !asksFirst)
        done(press, await send(press, {}, key));
      else setOpened({ press, form, key, filled: begunWith(form, draft) });
    } catch (refused) {
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

const begunWith = ({ fields }: ActForm, draft: Draft | null): Filled =>
  Object.fromEntries(fields.map(({ name, initial }) => [name, draft?.filled[name] ?? initial ?? '']));
