import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslations } from 'use-intl';
import type { CadenceDocument } from '#api/types.gen';
import { isDraft, readAt, type Draft } from './document';
import { useEditing } from './editing';
import { Rung } from './rung';
import { laterBy, readSpan, writeSpan } from './span';
import classes from './cadence.module.css';

export type LadderName = keyof CadenceDocument['ladders'];

const MOST = 12;
const DAYS_LATER = 2;

/** Who is told what about one thing that is owed, step by step. */
export function Ladder({ name }: { name: LadderName }) {
  const t = useTranslations('cadence.ladder');
  const owed = useTranslations('owed');
  const { draft, problems, write, isPublished } = useEditing();
  const path = `ladders.${name}`;
  const written = readAt(draft, path);
  const rungs: readonly Draft[] = Array.isArray(written) ? written.filter(isDraft) : [];
  const change = (changed: readonly Draft[]): void => write(path, changed);
  const wrong = problems.filter((one) => one.path === path);
  return (
    <details className={classes.ladder} data-path={path}>
      <summary>
        <span className={classes.owed}>{owed(name)}</span>{' '}
        <span className="soft">{t('steps', { count: rungs.length })}</span>
      </summary>
      <div role="group" aria-label={owed(name)}>
        <p className="soft">{t(`why.${name}`)}</p>
        {wrong.length > 0 && <p className={classes.wrong}>{wrong.map(({ message }) => message).join(' ')}</p>}
        <ol className={classes.rungs}>
          {rungs.map((rung, index) => (
            <li key={index}>
              <Rung
                path={`${path}.${index}`}
                step={index + 1}
                rung={rung}
                change={(changed) => change(rungs.with(index, changed))}
                remove={() => change(rungs.toSpliced(index, 1))}
              />
            </li>
          ))}
        </ol>
        {!isPublished && rungs.length < MOST && (
          <Button
            variant="subtle"
            mih={44}
            leftSection={<IconPlus size={20} stroke={1.5} aria-hidden />}
            onClick={() => change([...rungs, afterLast(rungs.at(-1), name)])}
          >
            {t('add')}
          </Button>
        )}
      </div>
    </details>
  );
}

/** A step more: whoever was told last is told again somewhat later. */
function afterLast(last: Draft | undefined, name: LadderName): Draft {
  const told = name === 'acknowledge' || name === 'action' ? 'rep' : 'manager';
  const { at, to = told, via = ['slack', 'email'] } = last ?? {};
  const span = readSpan(at);
  return { at: span === null ? 'P0D' : writeSpan(laterBy(span, DAYS_LATER)), to, via };
}
