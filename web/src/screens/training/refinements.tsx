import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  refinementsListOptions,
  refinementsListQueryKey,
  refinementsWithdrawMutation,
} from '#api/@tanstack/react-query.gen';
import type { Refinements as Answer } from '#api/types.gen';
import { messageOf } from '../../api/problem';
import { makesTrainings } from '../../frame/places';
import { useSession } from '../../frame/session';
import { Loaded } from '../../shared/states';
import { useSaying } from '../adoption/figure';
import { Comparison } from './comparison';
import { Record } from './record';
import type { Taught } from './taught';
import classes from './training.module.css';

type OneRefinement = Answer['refinements'][number];

/** What was changed in a training, with those trained before and after held against each other. */
export function Refinements({ program, capability }: { program: string; capability: Taught }) {
  const t = useTranslations('training.refinements');
  const record = useTranslations('training.record');
  const { places } = useSession();
  const query = useQuery(refinementsListOptions({ path: { id: program } }));
  const [isOpen, setIsOpen] = useState(false);
  return (
    <section aria-labelledby="refinements">
      <h2 id="refinements">{t('title')}</h2>
      <Loaded query={query} lines={4}>
        {({ refinements, adoptedWithinDays }) => {
          const theirs = refinements.filter((one) => one.capability.id === capability.id);
          if (theirs.length === 0) return <p className="soft">{t('none')}</p>;
          return (
            <>
              <ul className={classes.list}>
                {theirs.map((one) => (
                  <Refinement key={one.id} program={program} of={one} weeks={adoptedWithinDays / 7} />
                ))}
              </ul>
              <p className="soft">{t('observed')}</p>
            </>
          );
        }}
      </Loaded>
      {makesTrainings(places) &&
        (isOpen ? (
          <Record program={program} capability={capability} close={() => setIsOpen(false)} />
        ) : (
          <Button className={classes.open} onClick={() => setIsOpen(true)}>
            {record('open')}
          </Button>
        ))}
    </section>
  );
}

function Refinement({ program, of, weeks }: { program: string; of: OneRefinement; weeks: number }) {
  const t = useTranslations('training.refinements');
  const say = useSaying();
  const { places } = useSession();
  const { anchor, contentVersion, liveOn, planned, note, by, comparisons } = of;
  const head = t('head', { what: anchor?.text ?? t('whole'), version: contentVersion });
  const isWhole = anchor === null;
  const list = (shown: typeof comparisons) =>
    shown.map((one) => (
      <Comparison key={one.anchor?.code ?? ''} of={one} version={contentVersion} weeks={weeks} />
    ));
  return (
    <li>
      <strong>{head}</strong>
      <p className="soft">
        {t(planned ? 'planned' : 'live', { day: say.day(liveOn), by: by ?? 'none' })}
        {note !== null && <> {note}</>}
      </p>
      {list(isWhole ? comparisons.slice(0, 1) : comparisons)}
      {isWhole && comparisons.length > 1 && (
        <details>
          <summary>{t('more')}</summary>
          {list(comparisons.slice(1))}
        </details>
      )}
      {makesTrainings(places) && <TakeBack program={program} id={of.id} what={head} />}
    </li>
  );
}

function TakeBack({ program, id, what }: { program: string; id: string; what: string }) {
  const t = useTranslations('training.refinements');
  const client = useQueryClient();
  const [isAsked, setIsAsked] = useState(false);
  const withdraw = useMutation({
    ...refinementsWithdrawMutation(),
    onSuccess: () =>
      client.invalidateQueries({ queryKey: refinementsListQueryKey({ path: { id: program } }) }),
  });
  if (!isAsked)
    return (
      <Button variant="default" aria-label={t('takeBackOf', { what })} onClick={() => setIsAsked(true)}>
        {t('takeBack')}
      </Button>
    );
  return (
    <div className={classes.sure} role="group" aria-label={t('takeBackOf', { what })}>
      <p>{t('sure')}</p>
      {withdraw.error !== null && (
        <Text role="alert" size="sm" className={classes.wrong}>
          {messageOf(withdraw.error)}
        </Text>
      )}
      <Group gap="xs">
        <Button
          autoFocus
          loading={withdraw.isPending}
          onClick={() => withdraw.mutate({ path: { id: program, refinement: id } })}
        >
          {t('yes')}
        </Button>
        <Button variant="default" onClick={() => setIsAsked(false)}>
          {t('cancel')}
        </Button>
      </Group>
    </div>
  );
}
