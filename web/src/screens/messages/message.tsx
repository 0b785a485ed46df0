import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { operationsRetryMutation } from '#api/@tanstack/react-query.gen';
import type { DeliveryPage } from '#api/types.gen';
import { messageOf } from '../../api/problem';
import { Glyph, type GlanceWord } from '../../shared/glance';
import { Moment } from '../../shared/moment';
import classes from '../operations/operations.module.css';

type Delivery = DeliveryPage['items'][number];

const GLYPHS: Readonly<Record<Delivery['state'], GlanceWord>> = {
  sending: 'toObserve',
  retrying: 'feedbackOpen',
  handedOver: 'adopted',
  failed: 'stalled',
  withdrawn: 'withdrawn',
};

/** One message: to whom, of what kind, how it went; given up, it can be tried once more. */
export function Message({ message }: { message: Delivery }) {
  const t = useTranslations('sent');
  const { id, to, about, items, channel, state, inDoubt, attempts, error, mayRetry } = message;
  const { createdAt, handedOverAt, nextTryAt, retriedAt } = message;
  const retry = useMutation(operationsRetryMutation());
  const why = error === null ? null : (`error.${error}` as 'error.timeout');
  const name = to?.name ?? t('somebody');
  return (
    <li>
      <p>
        <strong dir="auto">{name}</strong> · {t(`about.${about}`, { items })}
      </p>
      <p className={classes.state}>
        <Glyph of={GLYPHS[state]} />
        {t(`state.${state}`)}
      </p>
      {why !== null && <p>{t.has(why) ? t(why) : t('error.other', { code: error! })}</p>}
      {inDoubt && <p>{t('inDoubt')}</p>}
      <p className="soft">
        {t(`channel.${channel}`)} · {t('attempts', { count: attempts })} · {t('made')}{' '}
        <Moment at={createdAt} as="minute" />
        {handedOverAt !== null && (
          <>
            {' · '}
            {t('over')} <Moment at={handedOverAt} as="minute" />
          </>
        )}
        {nextTryAt !== null && (
          <>
            {' · '}
            {t('next')} <Moment at={nextTryAt} as="minute" />
          </>
        )}
        {retriedAt !== null && (
          <>
            {' · '}
            {t('again')} <Moment at={retriedAt} as="minute" />
          </>
        )}
      </p>
      {mayRetry && !retry.isSuccess && (
        <Button
          mih={44}
          variant="default"
          loading={retry.isPending}
          aria-label={t('retryOf', { name })}
          onClick={() => retry.mutate({ path: { id } })}
        >
          {t('retry')}
        </Button>
      )}
      <div role="status">
        {retry.isSuccess && <p>{t('retried')}</p>}
        {retry.isError && <p>{messageOf(retry.error)}</p>}
      </div>
    </li>
  );
}
