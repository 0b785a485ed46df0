import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { CheckIns } from './check-ins';
import { ADOPTION, LADDERS, LEEWAY, PACE } from './fields';
import { Ladder } from './ladder';
import { ClockSentence, LevelSentence, Sentence } from './sentence';
import classes from './cadence.module.css';

/** The document as sentences, in the order in which a loop goes. */
export function Form() {
  const t = useTranslations('cadence.section');
  return (
    <>
      <section aria-labelledby="pace">
        <h2 id="pace">{t('pace')}</h2>
        <ClockSentence />
        {PACE.map((field) => (
          <Sentence key={field.path} field={field} />
        ))}
      </section>
      <Folded id="adoption" title={t('adoption')}>
        <LevelSentence />
        {ADOPTION.map((field) => (
          <Sentence key={field.path} field={field} />
        ))}
      </Folded>
      <Folded id="checkIns" title={t('checkIns')}>
        <CheckIns />
      </Folded>
      <section aria-labelledby="ladders">
        <h2 id="ladders">{t('ladders')}</h2>
        <p className={`${classes.lead} soft`}>{t('laddersText')}</p>
        {LADDERS.map((name) => (
          <Ladder key={name} name={name} />
        ))}
      </section>
      <Folded id="leeway" title={t('leeway')}>
        {LEEWAY.map((field) => (
          <Sentence key={field.path} field={field} />
        ))}
      </Folded>
    </>
  );
}

/** What is seldom changed: folded where the page would be long, which is on a phone. */
function Folded({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  const isWide = useMediaQuery('(min-width: 48em)', undefined, { getInitialValueInEffect: false });
  return (
    <section aria-labelledby={id}>
      <details open={isWide} className={classes.folded}>
        <summary>
          <h2 id={id}>{title}</h2>
        </summary>
        {children}
      </details>
    </section>
  );
}
