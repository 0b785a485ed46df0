import { Button } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import { clung } from './clung';
import { readAt } from './document';
import { useEditing } from './editing';
import { CHECK_INS } from './fields';
import { SpanInput } from './inputs';
import { Row } from './row';
import { laterBy, readSpan, writeSpan } from './span';
import classes from './cadence.module.css';

const PATH = 'sustain.checkIns';
const MOST = 12;
/** One more is offered so many days after the last. */
const DAYS_LATER = 30;

/** When somebody looks whether adoption holds. */
export function CheckIns() {
  const t = useTranslations('cadence.checkIn');
  const usual = useTranslations('cadence.usual');
  const { draft, write, isPublished } = useEditing();
  const written = readAt(draft, PATH);
  const all: readonly unknown[] = Array.isArray(written) ? written : CHECK_INS;
  const change = (changed: readonly unknown[]): void => write(PATH, changed);
  const why = `${t('why')} ${usual('calendar', { from: 7, to: 180 })}`;
  return (
    <div data-path={PATH}>
      <ol className={classes.rungs}>
        {all.map((one, index) => (
          <li key={index}>
            <Row path={`${PATH}.${index}`} why={{ value: why }}>
              {(told) => (
                <>
                  {t.rich('says', {
                    n: index + 1,
                    field: clung(
                      <SpanInput
                        told={told('value')}
                        label={t('name', { n: index + 1 })}
                        value={one}
                        isOnCalendar
                        onChange={(span) => change(all.with(index, span ?? ''))}
                      />,
                    ),
                  })}{' '}
                  {!isPublished && (
                    <Button
                      variant="subtle"
                      className={classes.remove}
                      aria-label={t('remove', { n: index + 1 })}
                      onClick={() => change(all.toSpliced(index, 1))}
                    >
                      <IconX size={20} stroke={1.5} aria-hidden />
                    </Button>
                  )}
                </>
              )}
            </Row>
          </li>
        ))}
      </ol>
      {!isPublished && all.length < MOST && (
        <Button
          variant="subtle"
          mih={44}
          leftSection={<IconPlus size={20} stroke={1.5} aria-hidden />}
          onClick={() => change([...all, afterLast(all.at(-1))])}
        >
          {t('add')}
        </Button>
      )}
    </div>
  );
}

function afterLast(last: unknown): string {
  const span = readSpan(last);
  return span === null || span.unit !== 'days' ? CHECK_INS[0]! : writeSpan(laterBy(span, DAYS_LATER));
}
