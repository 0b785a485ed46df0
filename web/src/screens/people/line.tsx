import { Anchor, Button, Group, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  linesAssignMutation,
  linesLinesOptions,
  linesLinesQueryKey,
  peopleGetOptions,
  peopleGetQueryKey,
} from '#api/@tanstack/react-query.gen';
import type { Person } from '#api/types.gen';
import { messageOf } from '../../api/problem';
import { Moment } from '../../shared/moment';
import { PersonSearch } from '../../shared/person-search';
import { Loaded } from '../../shared/states';
import classes from './people.module.css';

/** Who led a person from when to when, and who leads them from now on. */
export function Line({ person: { id, managerId } }: { person: Person }) {
  const t = useTranslations('people.line');
  const client = useQueryClient();
  const path = { id };
  const lines = useQuery(linesLinesOptions({ path }));
  const [isChoosing, setChoosing] = useState(false);
  const [chosen, setChosen] = useState<Person | null>(null);
  const done = (): void => {
    setChoosing(false);
    setChosen(null);
  };
  const assign = useMutation({
    ...linesAssignMutation(),
    onSuccess: (saved) => {
      client.setQueryData(peopleGetQueryKey({ path }), saved);
      done();
      return client.invalidateQueries({ queryKey: linesLinesQueryKey({ path }) });
    },
  });
  return (
    <>
      <Loaded query={lines} lines={2}>
        {({ items }) => (
          <>
            {managerId === null && <p>{t('nobody')}</p>}
            <ul className={classes.lines}>
              {items.map((line) => (
                <li key={`${line.managerId} ${line.validFrom}`}>
                  <NameOf id={line.managerId} />{' '}
                  <span className="soft">
                    {t('from')} <Moment at={line.validFrom} />
                    {line.validTo !== null && (
                      <>
                        {' '}
                        {t('to')} <Moment at={line.validTo} />
                      </>
                    )}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
      </Loaded>
      {chosen ? (
        <>
          <p>{t('sure', { name: chosen.name })}</p>
          <Group gap="xs">
            <Button
              mih={44}
              loading={assign.isPending}
              onClick={() => assign.mutate({ path, body: { managerId: chosen.id } })}
            >
              {t('assign', { name: chosen.name })}
            </Button>
            <Button mih={44} variant="default" onClick={done}>
              {t('cancel')}
            </Button>
          </Group>
        </>
      ) : isChoosing ? (
        <>
          <PersonSearch autoFocus label={t('who')} without={id} choose={setChosen} />
          <Button mt="xs" mih={44} variant="default" onClick={done}>
            {t('cancel')}
          </Button>
        </>
      ) : (
        <Button mih={44} variant="default" onClick={() => setChoosing(true)}>
          {t('another')}
        </Button>
      )}
      {assign.isError && (
        <Text role="alert" size="sm" c="var(--warn)">
          {messageOf(assign.error)}
        </Text>
      )}
    </>
  );
}

/** Leads to them; as long as the name is not there, a place for it. */
function NameOf({ id }: { id: string }) {
  const t = useTranslations('people.line');
  const { data } = useQuery({ ...peopleGetOptions({ path: { id } }), staleTime: Infinity });
  return (
    <Anchor dir="auto" renderRoot={(props) => <Link {...props} to="/people" search={{ person: id }} />}>
      {data?.name ?? t('somebody')}
    </Anchor>
  );
}
