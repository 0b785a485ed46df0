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
      <section aria-labelledby="adoption">
        <h2 id="adoption">{t('adoption')}</h2>
        <LevelSentence />
        {ADOPTION.map((field) => (
          <Sentence key={field.path} field={field} />
        ))}
      </section>
      <section aria-labelledby="checkIns">
        <h2 id="checkIns">{t('checkIns')}</h2>
        <CheckIns />
      </section>
      <section aria-labelledby="ladders">
        <h2 id="ladders">{t('ladders')}</h2>
        <p className={`${classes.lead} soft`}>{t('laddersText')}</p>
        {LADDERS.map((name) => (
          <Ladder key={name} name={name} />
        ))}
      </section>
      <section aria-labelledby="leeway">
        <h2 id="leeway">{t('leeway')}</h2>
        {LEEWAY.map((field) => (
          <Sentence key={field.path} field={field} />
        ))}
      </section>
    </>
  );
}
