import { Anchor, Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { programsChangeMutation, programsListQueryKey } from '#api/@tanstack/react-query.gen';
import type { CadenceVersion, Program } from '#api/types.gen';
import { messageOf } from '../../api/problem';
import type { InForce } from '../../shared/cadences';
import { differenceOptions } from './asked';
import { DifferenceList } from './found';
import classes from './cadence.module.css';

/** What a program goes by, and that it can go by a version of this cadence: from now on, or first in one region. */
export function GoesBy({
  program,
  inForce,
  name,
  offered,
}: {
  program: Program;
  inForce: InForce | null;
  /** Of this cadence. */
  name: string;
  /** Of this cadence; undefined: nothing was published yet. */
  offered: CadenceVersion | undefined;
}) {
  const t = useTranslations('cadence.goesBy');
  const client = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const use = useMutation({
    ...programsChangeMutation(),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: programsListQueryKey() });
      setAsked(false);
    },
  });
  const isUsed = offered === undefined || offered.id === program.cadenceVersionId;
  const said = { program: program.name };
  return (
    <div className={classes.goesBy}>
      <p role="status">
        {inForce === null
          ? t('nothing', said)
          : t('version', { ...said, cadence: inForce.cadence.name, version: inForce.version.version })}
        {use.isSuccess && isUsed && <> {t('fromNowOn')}</>}
      </p>
      {!isUsed && !isAsked && (
        <>
          <Button
            variant="default"
            mih={44}
            onClick={() => {
              use.reset();
              setAsked(true);
            }}
          >
            {t('use', { ...said, version: offered.version })}
          </Button>
          {program.launchAt !== null && (
            <p className="soft">
              {t.rich('tryFirst', {
                version: offered.version,
                link: (chunks) => (
                  <Anchor
                    underline="always"
                    renderRoot={(props) => (
                      <Link
                        {...props}
                        to="/programs"
                        search={{ move: offered.id }}
                        hash={`open-${program.id}`}
                      />
                    )}
                  >
                    {chunks}
                  </Anchor>
                ),
              })}
            </p>
          )}
        </>
      )}
      {!isUsed && isAsked && (
        <div role="group" aria-label={t('use', { ...said, version: offered.version })}>
          <p>{t('effect', { ...said, cadence: name, version: offered.version })}</p>
          {inForce && <Differs from={inForce} to={offered} />}
          {use.isError && (
            <p role="alert" className={classes.wrong}>
              {messageOf(use.error)}
            </p>
          )}
          <div className={classes.buttons}>
            <Button
              autoFocus
              mih={44}
              loading={use.isPending}
              onClick={() => use.mutate({ path: { id: program.id }, body: { cadenceVersionId: offered.id } })}
            >
              {t('yes', { version: offered.version })}
            </Button>
            <Button variant="default" mih={44} onClick={() => setAsked(false)}>
              {t('no')}
            </Button>
          </div>
        </div>
      )}
    </div>
  );
}

/** What another version changes, in words. */
function Differs({ from, to }: { from: InForce; to: CadenceVersion }) {
  const t = useTranslations('cadence.goesBy');
  const { data } = useQuery(differenceOptions(from.version.document, to.document));
  if (data === undefined || data.items.length === 0) return null;
  return (
    <>
      <p>{t('differs', { version: from.version.version })}</p>
      <DifferenceList items={data.items} />
    </>
  );
}
