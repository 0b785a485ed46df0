import { useFormatter, useTranslations } from 'use-intl';
import type { ImportReport } from '#api/types.gen';
import { useFieldWord } from './field-word';
import classes from './imports.module.css';

const COUNTS = ['created', 'updated', 'unchanged', 'skipped'] as const;
const MOST_DAYS = 20;

/** What became of a file, or would: in counts, line by line, and what is wrong in place. */
export function Report({
  report: { rows, counts, problems, notes, changes = [], ahead },
}: {
  report: ImportReport;
}) {
  const t = useTranslations('imports.report');
  return (
    <>
      <p>{t('rows', { rows })}</p>
      <ul className={classes.counts}>
        {COUNTS.filter((what) => counts[what] > 0).map((what) => (
          <li key={what}>{t(`counts.${what}`, { count: counts[what] })}</li>
        ))}
        {notes
          .filter(({ code }) => code !== 'ignoredColumns')
          .map(({ code, count }) => (
            <li key={code}>{t(`notes.${code as 'headerOnly'}`, { count })}</li>
          ))}
      </ul>
      {problems.total > 0 && <Problems problems={problems} />}
      {changes.length > 0 && (
        <Changes changes={changes} isAll={changes.length === counts.created + counts.updated} />
      )}
      {ahead && ahead.loops > 0 && <Ahead ahead={ahead} />}
    </>
  );
}

function Problems({ problems: { total, listed } }: { problems: ImportReport['problems'] }) {
  const t = useTranslations('imports.report');
  return (
    <div className={classes.box} tabIndex={0} role="region" aria-label={t('problems', { count: total })}>
      <table className={classes.table}>
        <caption>
          <strong>{t('problems', { count: total })}</strong>{' '}
          {listed.length < total && t('first', { count: listed.length })}
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('line')}</th>
            <th scope="col">{t('column')}</th>
            <th scope="col">{t('found')}</th>
            <th scope="col">{t('wrong')}</th>
          </tr>
        </thead>
        <tbody>
          {listed.map(({ line, column, value, problem, expected }, place) => (
            <tr key={place}>
              <td>{line}</td>
              <td dir="auto">{column ?? '–'}</td>
              <td dir="auto">{value ?? '–'}</td>
              <td>
                {problem} <span className="soft">{t('expected', { expected })}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Changes({ changes, isAll }: { changes: NonNullable<ImportReport['changes']>; isAll: boolean }) {
  const t = useTranslations('imports.report');
  const format = useFormatter();
  const fieldWord = useFieldWord();
  return (
    <details className={classes.changes} open={changes.length <= MOST_DAYS}>
      <summary>{t(isAll ? 'changes' : 'firstChanges', { count: changes.length })}</summary>
      <ul>
        {changes.map(({ line, what, who, fields }) => (
          <li key={line}>
            <span className="soft">{t('ofLine', { line })}</span> <span dir="auto">{who}</span>:{' '}
            {what === 'created' ? t('isNew') : t('isOther', { fields: format.list(fields.map(fieldWord)) })}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Ahead({ ahead: { loops, messages, perDay } }: { ahead: NonNullable<ImportReport['ahead']> }) {
  const t = useTranslations('imports.report');
  const format = useFormatter();
  const busiest = [...perDay].sort((one, other) => other.items - one.items).slice(0, 5);
  return (
    <>
      <p>{t('ahead', { loops, messages })}</p>
      <ul>
        {busiest.map(({ day, person, items }) => (
          <li key={`${day} ${person.id}`}>
            {t('busy', {
              name: person.name,
              items,
              day: format.dateTime(new Date(`${day}T12:00:00Z`), { dateStyle: 'medium', timeZone: 'UTC' }),
            })}
          </li>
        ))}
      </ul>
    </>
  );
}
