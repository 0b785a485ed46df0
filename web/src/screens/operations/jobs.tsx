import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import {
  operationsJobsOptions,
  operationsJobsQueryKey,
  operationsRingMutation,
} from '#api/@tanstack/react-query.gen';
import type { JobPage } from '#api/types.gen';
import { messageOf } from '../../api/problem';
import { Moment } from '../../shared/moment';
import { Loaded } from '../../shared/states';
import classes from './operations.module.css';

const MOST = { query: { limit: '50' } };
const EVERY_MS = 10_000;

/** Work over many loops that waits or is under way. */
export function Jobs() {
  const t = useTranslations('operations.jobs');
  const query = useQuery({ ...operationsJobsOptions(MOST), refetchInterval: EVERY_MS });
  return (
    <section aria-labelledby="jobs">
      <h2 id="jobs">{t('title')}</h2>
      <Loaded query={query} lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{t('none')}</p>
          ) : (
            <ul className={classes.list}>
              {items.map((job) => (
                <Job key={job.id} job={job} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}

function Job({
  job: { id, kind, program, state, done, total, createdAt },
}: {
  job: JobPage['items'][number];
}) {
  const t = useTranslations('operations.jobs');
  const cache = useQueryClient();
  const ring = useMutation({
    ...operationsRingMutation(),
    onSuccess: () => cache.invalidateQueries({ queryKey: operationsJobsQueryKey(MOST) }),
  });
  return (
    <li>
      <p>
        <strong>{t(`kind.${kind}`)}</strong> {program}
      </p>
      <p className="soft">
        {t(`state.${state}`)} · <Moment at={createdAt} as="minute" />
        {total !== null && ` · ${t('progress', { done, total })}`}
      </p>
      <Button
        mih={44}
        variant="default"
        loading={ring.isPending}
        onClick={() => ring.mutate({ path: { id } })}
      >
        {t('ring')}
      </Button>
      <div role="status">
        {ring.isSuccess && <p>{t('rung')}</p>}
        {ring.isError && <p>{messageOf(ring.error)}</p>}
      </div>
    </li>
  );
}
