import { Button } from '@mantine/core';
import { lazy, Suspense, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf, statusOf } from '../../api/problem';
import { useSession } from '../../frame/session';
import { isOf, useDrafts, type Press } from '../acts/draft';
import { usePress } from '../acts/press';
import classes from './sides.module.css';

const FormDrawer = lazy(() => import('../acts/form'));

/** The rep says where they see themselves: a press as any other, though no card asks for it. */
export default function Say({ enrolment, isFirst }: { enrolment: string; isFirst: boolean }) {
  const t = useTranslations('sides');
  const acts = useTranslations('acts');
  const { person } = useSession();
  const { busy, error, opened, start, done, close } = usePress(() => undefined);
  const opener = useRef<HTMLButtonElement>(null);
  const press: Press = { action: 'assessSelf', items: [{ enrolment, subject: 'selfAssessment/own' }] };
  const draft = useDrafts(person.id).find((one) => isOf(one, press));
  return (
    <>
      {draft && <p className="soft">{acts(draft.waits ? 'waits' : 'begun')}</p>}
      <Button
        ref={opener}
        variant="default"
        mih={44}
        mt="xs"
        loading={busy !== null}
        onClick={() => void start(press)}
      >
        {t(isFirst ? 'say' : 'sayAnew')}
      </Button>
      {error !== null && (
        <p role="alert" className={classes.wrong}>
          {statusOf(error) === 0 ? acts('noLine') : messageOf(error)}
        </p>
      )}
      <Suspense fallback={null}>
        <FormDrawer opened={opened} onDone={done} onClose={close} onClosed={() => opener.current?.focus()} />
      </Suspense>
    </>
  );
}
