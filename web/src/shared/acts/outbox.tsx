import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { readAnew } from '../../api/live';
import { isToldBefore, messageOf, statusOf } from '../../api/problem';
import { useIsRemembered, useSession } from '../../frame/session';
import { dropDraft, draftsOf, isStill, keepDraft, readDraft, useDrafts, type Draft } from './draft';
import { send, usePress } from './press';
import classes from './acts.module.css';

const FormDrawer = lazy(() => import('./form'));

/** A browser does not always know that there is a line again. */
const TRIED_EVERY_MS = 15_000;

/**
 * What was sent without a line, until it is gone; what was not taken, until somebody decides; and without a line also
 * what was begun, since the cards that lead to it are not there.
 */
export function Outbox() {
  const t = useTranslations('acts');
  const { person } = useSession();
  const isRemembered = useIsRemembered();
  const drafts = useDrafts(person.id);
  const [sent, setSent] = useState<readonly string[]>([]);
  const { opened, start, done, close } = usePress((text) => setSent([text]));
  const waits = drafts.some((draft) => draft.waits);
  useSending(waits && !isRemembered, person.id, (gone) =>
    setSent(gone.map(({ form }) => t('sent', { what: nameOf(form) }))),
  );
  const shown = drafts.filter((draft) => draft.waits || draft.refused !== undefined || isRemembered);
  return (
    <section aria-label={t('outbox')} hidden={shown.length + sent.length === 0} className={classes.outbox}>
      <div role="status">
        {sent.map((text) => (
          <p key={text}>{text}</p>
        ))}
      </div>
      {shown.length > 0 && (
        <ul>
          {shown.map((draft) => (
            <li key={draft.key}>
              <p dir="auto" className={classes.about}>
                {nameOf(draft.form)}
              </p>
              <p className={classes.small}>
                {draft.waits
                  ? t('waits')
                  : draft.refused === undefined
                    ? t('begun')
                    : t('refused', { why: draft.refused })}
              </p>
              <Button variant="default" mih={44} onClick={() => void start(draft.press, true)}>
                {t(draft.refused === undefined ? 'goOn' : 'lookAt')}
              </Button>{' '}
              {draft.refused !== undefined && (
                <Button variant="subtle" mih={44} onClick={() => dropDraft(person.id, draft.press)}>
                  {t('throwAway')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <Suspense fallback={null}>
        {(opened || shown.length > 0) && (
          <FormDrawer
            opened={opened}
            onDone={done}
            onClose={close}
            onClosed={() => document.getElementById('main')?.focus({ preventScroll: true })}
          />
        )}
      </Suspense>
    </section>
  );
}

const nameOf = ({ title, about }: Draft['form']): string => `${title} · ${about}`;

/** Sends what waits as soon as there is a line, from one tab at a time. */
function useSending(waits: boolean, person: string, onSent: (gone: Draft[]) => void): void {
  const t = useTranslations('acts');
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: () => alone(() => sendWaiting(person, t('toldBefore'))),
    onSuccess: (gone) => {
      if (gone.length > 0) onSent(gone);
      void readAnew(client);
    },
  });
  useEffect(() => {
    if (!waits) return;
    const go = (): void => mutate();
    go();
    window.addEventListener('online', go);
    const again = window.setInterval(go, TRIED_EVERY_MS);
    return () => {
      window.removeEventListener('online', go);
      window.clearInterval(again);
    };
  }, [waits, mutate]);
}

/** Where pages cannot agree who sends, the key of each draft lets it happen once all the same. */
const alone = (work: () => Promise<Draft[]>): Promise<Draft[]> =>
  'locks' in navigator
    ? navigator.locks.request('outbox', { ifAvailable: true }, async (lock) => (lock ? work() : []))
    : work();

/** @throws ApiProblem where it is not the draft that is at fault: then it goes on waiting */
async function sendWaiting(person: string, toldBefore: string): Promise<Draft[]> {
  const gone: Draft[] = [];
  for (const { press } of draftsOf(person)) {
    // Read as late as can be, and looked at once more afterwards: another tab may have written on, or sent it.
    const draft = readDraft(person, press);
    if (!draft?.waits) continue;
    try {
      await send(press, draft.filled, draft.key);
      if (isStill(person, draft)) dropDraft(person, press);
      gone.push(draft);
    } catch (error) {
      const status = statusOf(error);
      if (status === 0 || status === 401 || status === 429 || status >= 500) {
        if (gone.length > 0) return gone;
        throw error;
      }
      if (!isStill(person, draft)) continue;
      keepDraft(person, {
        ...draft,
        waits: false,
        refused: isToldBefore(error) ? toldBefore : messageOf(error),
      });
    }
  }
  return gone;
}
