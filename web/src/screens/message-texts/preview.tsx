import { Button, Text } from '@mantine/core';
import { useMutation, useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import {
  alertsListOptions,
  figureMessagesPreviewOptions,
  figureMessagesTestMutation,
  samplesSampleOptions,
  samplesTestMutation,
} from '#api/@tanstack/react-query.gen';
import type { SampleMessage, SamplesSampleData } from '#api/types.gen';
import { messageOf, statusOf } from '../../api/problem';
import { Empty, Loaded } from '../../shared/states';
import { Mail } from './mail';
import { SlackCard } from './slack-card';
import classes from './message-texts.module.css';

interface How {
  locale: string;
  channel: 'email' | 'slack';
}

/** With samples in place of people, texts and dates. */
export function Sample({ program: id, of }: { program: string; of: SamplesSampleData['query'] }) {
  const t = useTranslations('messageTexts');
  const query = useQuery(samplesSampleOptions({ path: { id }, query: of }));
  const test = useMutation(samplesTestMutation());
  return (
    <Previewed
      about={t('samples')}
      query={query}
      key={JSON.stringify(of)}
      act={test}
      send={() => test.mutate({ path: { id }, body: of })}
    />
  );
}

/** About figures: nothing in it is a sample, and where there are none yet nothing is to be shown. */
export function OfFigures({
  program: id,
  kind,
  how,
}: {
  program: string;
  kind: 'digest' | 'alert';
  how: How;
}) {
  const t = useTranslations('messageTexts');
  const alerts = useQuery({ ...alertsListOptions({ path: { id } }), enabled: kind === 'alert' });
  const alert = alerts.data?.alerts[0]?.id;
  const of = { kind, reader: 'programOwner' as const, ...how, ...(kind === 'alert' && { alert }) };
  const query = useQuery({
    ...figureMessagesPreviewOptions({ path: { id }, query: of }),
    enabled: kind === 'digest' || alert !== undefined,
  });
  const test = useMutation(figureMessagesTestMutation());
  if ((kind === 'alert' && alerts.isSuccess && alert === undefined) || statusOf(query.error) === 404)
    return <Empty title={t(`nothing.${kind}`)}>{t(`nothing.${kind}Text`)}</Empty>;
  return (
    <Previewed
      about={t('figures')}
      query={query}
      key={JSON.stringify(of)}
      act={test}
      send={() => test.mutate({ path: { id }, body: of })}
    />
  );
}

interface Sending {
  act: {
    isPending: boolean;
    isSuccess: boolean;
    error: unknown;
    data: { channel: 'email' | 'slack' } | undefined;
  };
  send: () => void;
}

/** A message as it would read, and a button that sends it to oneself. */
function Previewed({
  about,
  query,
  ...sending
}: Sending & { about: string; query: UseQueryResult<SampleMessage, unknown> }) {
  return (
    <>
      <p className="soft">{about}</p>
      <Loaded query={query} lines={10}>
        {(message) => <Shown message={message} />}
      </Loaded>
      <SendIt {...sending} isReady={query.isSuccess} />
    </>
  );
}

function Shown({ message: { subject, html, text, blocks } }: { message: SampleMessage }) {
  const t = useTranslations('messageTexts');
  return (
    <section className={classes.shown} aria-label={t('shown')}>
      {html === null ? (
        <>
          <p className={classes.subject}>
            <span className="soft">{t('notification')}</span> <strong dir="auto">{subject}</strong>
          </p>
          <SlackCard blocks={blocks ?? []} />
        </>
      ) : (
        <>
          <p className={classes.subject}>
            <span className="soft">{t('subject')}</span> <strong dir="auto">{subject}</strong>
          </p>
          <Mail html={html} title={subject} />
          <details className={classes.plain}>
            <summary>{t('plain')}</summary>
            <pre dir="auto">{text}</pre>
          </details>
        </>
      )}
    </section>
  );
}

function SendIt({
  act: { isPending, isSuccess, error, data },
  send,
  isReady,
}: Sending & { isReady: boolean }) {
  const t = useTranslations('messageTexts');
  return (
    <div className={classes.send}>
      <Button mih={44} loading={isPending} disabled={!isReady} onClick={send}>
        {t('send')}
      </Button>
      <div role="status">
        {isSuccess && data && t('sent', { channel: data.channel })}
        {error !== null && (
          <Text component="span" c="var(--warn)">
            {t('notSent', { why: messageOf(error) })}
          </Text>
        )}
      </div>
    </div>
  );
}
