import { Button, Checkbox } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { clung } from './clung';
import { writeAt, type Draft } from './document';
import { useEditing } from './editing';
import { Choice, NumberInput, useUnits } from './inputs';
import { Row, type Told } from './row';
import { readSpan, writeSpan, type Span, type Unit } from './span';
import classes from './cadence.module.css';

const AUDIENCES = ['rep', 'manager', 'coCoach', 'secondLine', 'programOwner', 'sponsor'] as const;
/** The next is used where the one before does not reach anybody. */
const WAYS = ['slack,email', 'email,slack', 'slack', 'email'] as const;
const SIDES = ['after', 'before'] as const;
const DUE: Span = { count: 0, unit: 'days', isBefore: false };

/** One step of a ladder: when, to whom, by what, and whether the loop counts as stalled from then on. */
export function Rung({
  path,
  step,
  rung,
  change,
  remove,
}: {
  path: string;
  step: number;
  rung: Draft;
  change: (rung: Draft) => void;
  remove: () => void;
}) {
  const t = useTranslations('cadence.rung');
  const audience = useTranslations('audience');
  const { isPublished } = useEditing();
  const write = (key: string, value: unknown): void => change(writeAt(rung, key, value));
  const via = Array.isArray(rung.via) ? rung.via.join(',') : undefined;
  const why = Object.fromEntries(
    (['at', 'to', 'via', 'stall'] as const).map((part) => [part, t(`why.${part}`)]),
  );
  return (
    <Row path={path} why={why}>
      {(told) => (
        <>
          {t.rich(isPublished && readSpan(rung.at)?.count === 0 ? 'saysWhenDue' : 'says', {
            when: (after) => (
              <When step={step} at={rung.at} told={told} write={(at) => write('at', at)} after={after} />
            ),
            to: clung(
              <Choice
                {...told('to')}
                label={t('to', { step })}
                value={typeof rung.to === 'string' ? rung.to : undefined}
                of={AUDIENCES.map((value) => ({ value, label: audience(value) }))}
                onChange={(value) => write('to', value)}
              />,
            ),
            via: (after) =>
              clung(
                <Choice
                  {...told('via')}
                  label={t('via', { step })}
                  value={via}
                  of={WAYS.map((value) => ({ value, label: t(`ways.${value}`) }))}
                  onChange={(value) => write('via', value.split(','))}
                />,
              )(isPublished && rung.stall !== true ? '.' : after),
          })}{' '}
          {isPublished ? (
            rung.stall === true && `${t('stall')}.`
          ) : (
            <>
              <Checkbox
                {...told('stall')}
                className={classes.stall}
                label={t('stall')}
                aria-label={t('stallOf', { step })}
                checked={rung.stall === true}
                onChange={({ currentTarget }) => write('stall', currentTarget.checked || undefined)}
              />{' '}
              <Button
                variant="subtle"
                className={classes.remove}
                aria-label={t('remove', { step })}
                onClick={remove}
              >
                <IconX size={20} stroke={1.5} aria-hidden />
              </Button>
            </>
          )}
        </>
      )}
    </Row>
  );
}

function When({
  step,
  at,
  told,
  write,
  after,
}: {
  step: number;
  at: unknown;
  told: Told;
  write: (at: string | undefined) => void;
  /** What clings to the last field. */
  after: ReactNode;
}) {
  const t = useTranslations('cadence.rung');
  const units = useUnits();
  const span = readSpan(at);
  // What stands beside a number that is gone is kept for the next.
  const [kept, setKept] = useState(DUE);
  // On the very day there is no before and after.
  const shown =
    span === null ? kept : { ...span, isBefore: span.count === 0 ? kept.isBefore : span.isBefore };
  const change = (changed: Partial<Span>): void => {
    setKept({ ...shown, ...changed });
    if (span !== null || changed.count !== undefined) write(writeSpan({ ...shown, ...changed }));
  };
  return (
    <>
      <span className={classes.together}>
        <NumberInput
          {...told('at')}
          label={t('count', { step })}
          value={span?.count ?? null}
          onChange={(count) => {
            if (count !== null) return change({ count });
            setKept(shown);
            write(undefined);
          }}
        />{' '}
        <Choice<Unit>
          {...told('at')}
          label={t('unit', { step })}
          value={shown.unit}
          of={units(shown.count, shown.unit)}
          onChange={(unit) => change({ unit })}
        />
      </span>{' '}
      {clung(
        <Choice
          {...told('at')}
          label={t('side', { step })}
          value={shown.isBefore ? 'before' : 'after'}
          of={SIDES.map((value) => ({ value, label: t(value) }))}
          onChange={(side) => change({ isBefore: side === 'before' })}
        />,
      )(after)}
    </>
  );
}
