import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import type { CadenceDifference, CadenceReview } from '#api/types.gen';
import type { InForce } from '../../shared/cadences';
import { differenceOptions } from './asked';
import type { Draft } from './document';
import { FIELDS, LADDERS } from './fields';
import classes from './cadence.module.css';

/** What keeps the draft from being published, and what is allowed but hardly meant; each leads to where it stands. */
export function Found({
  review: { problems, concerns, pace },
  goTo,
}: {
  review: CadenceReview;
  goTo: (path: string) => void;
}) {
  const t = useTranslations('cadence.found');
  return (
    <>
      <section aria-labelledby="problems">
        <h2 id="problems">{t('problems')}</h2>
        {problems.length === 0 ? (
          <p>{t('noProblem')}</p>
        ) : (
          <ul className={classes.list}>
            {problems.map(({ path, message }) => (
              <li key={`${path} ${message}`}>
                <span className={classes.wrong}>{message}</span>
                <Place path={path} goTo={goTo} />
              </li>
            ))}
          </ul>
        )}
      </section>
      {problems.length === 0 && (
        <section aria-labelledby="concerns">
          <h2 id="concerns">{t('concerns')}</h2>
          {concerns.length === 0 ? (
            <p>{t('noConcern')}</p>
          ) : (
            <ul className={classes.list}>
              {concerns.map(({ code, path, text }) => (
                <li key={`${code} ${path}`}>
                  <span>{text}</span>
                  <Place path={path} goTo={goTo} />
                </li>
              ))}
            </ul>
          )}
          {pace !== null && <p>{pace.text}</p>}
        </section>
      )}
    </>
  );
}

function Place({ path, goTo }: { path: string; goTo: (path: string) => void }) {
  const t = useTranslations('cadence.found');
  const name = useNameOf();
  return (
    <Anchor component="button" type="button" className={classes.place} onClick={() => goTo(path)}>
      {t('goTo', { place: name(path) })}
    </Anchor>
  );
}

/** How a place of the document is called in the form; the document itself where the form does not know it. */
function useNameOf(): (path: string) => string {
  const t = useTranslations('cadence');
  const owed = useTranslations('owed');
  return (path) => {
    const [first, second, third] = path.split('.');
    const ladder = first === 'ladders' && LADDERS.find((name) => name === second);
    if (ladder)
      return third === undefined ? owed(ladder) : t('step', { owed: owed(ladder), step: Number(third) + 1 });
    if (first === 'ladders') return t('section.ladders');
    if (first === 'sustain') return t('checkIns');
    if (path === 'clock' || path === 'adoption.level') return t(`field.${path}.name`);
    const field = FIELDS.find((one) => one.path === path || one.path.startsWith(`${path}.`));
    return field ? t(`field.${field.path}.name`) : t('document.title');
  };
}

/** How the draft differs from what the program goes by. */
export function Differs({ draft, inForce }: { draft: Draft; inForce: InForce }) {
  const t = useTranslations('cadence.differs');
  const { data, isPlaceholderData } = useQuery(differenceOptions(inForce.version.document, draft));
  if (!data) return null;
  return (
    <section aria-labelledby="differs" aria-busy={isPlaceholderData || undefined}>
      <h2 id="differs">{t('title', { cadence: inForce.cadence.name, version: inForce.version.version })}</h2>
      {data.items.length === 0 ? <p>{t('nothing')}</p> : <DifferenceList items={data.items} />}
    </section>
  );
}

/** What differs between two cadences, in words. */
export const DifferenceList = ({ items }: { items: CadenceDifference['items'] }) => (
  <ul className={classes.list}>
    {items.map(({ path, text }) => (
      <li key={`${path} ${text}`}>{text}</li>
    ))}
  </ul>
);
