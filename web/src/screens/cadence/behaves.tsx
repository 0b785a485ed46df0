import { useFormatter, useTranslations } from 'use-intl';
import type { Simulation } from '#api/types.gen';
import classes from './cadence.module.css';

type Behaviour = NonNullable<Simulation['behaviour']>;

/** How people are taken to behave in what was played: what of it is known from their own history, and what is assumed. */
export function Behaves({ behaviour }: { behaviour: Behaviour | null }) {
  const t = useTranslations('cadence.behaves');
  const fitted = behaviour?.figures.filter(({ lacks }) => lacks === null).length ?? 0;
  return (
    <>
      <p className="soft">{fitted > 0 ? t('some', { fitted, all: behaviour!.figures.length }) : t('none')}</p>
      {behaviour && (
        <details>
          <summary>{t('title')}</summary>
          <Figures {...behaviour} />
          <p className="soft">{t('rest')}</p>
        </details>
      )}
    </>
  );
}

/** What is known first. */
function Figures({ figures, enough }: Behaviour) {
  const t = useTranslations('cadence.behaves');
  const format = useFormatter();
  const ordered = [...figures].sort((a, b) => Number(a.lacks !== null) - Number(b.lacks !== null));
  return (
    <div className={classes.wide} role="region" aria-label={t('title')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('what')}</th>
            <th scope="col">{t('value')}</th>
            <th scope="col">{t('source')}</th>
          </tr>
        </thead>
        <tbody>
          {ordered.map(({ name, value, cases, lacks }) => (
            <tr key={name}>
              <th scope="row">{t(`figures.${name}`)}</th>
              <td>{format.number(value, { style: 'percent', maximumFractionDigits: 0 })}</td>
              <td>
                {lacks === null
                  ? t('own', { cases })
                  : t(`lacks.${lacks}`, { cases, enough: enough.cases, people: enough.people })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
