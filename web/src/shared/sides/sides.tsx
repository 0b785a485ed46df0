import { lazy, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import type { Enrolment } from '#api/types.gen';
import { Moment } from '../moment';
import { Anchors } from './anchors';
import classes from './sides.module.css';

const Say = lazy(() => import('./say'));

type Seen = Enrolment['seen'][number];

/** Where rep and coach see the rep, each without knowing the other's word, side by side once both are in. */
export function Sides({
  enrolment,
  now,
  isMine,
  heading: Heading,
}: {
  enrolment: Enrolment;
  /** When it was read, in epoch milliseconds. */
  now: number;
  isMine: boolean;
  heading: 'h2' | 'h4';
}) {
  const t = useTranslations('sides');
  const { selfAssessment: own, maySelfAssess, rubric, rep } = enrolment;
  const { rated, hidden } = ratingsIn(enrolment, now);
  if (own === null && (!isMine || !maySelfAssess)) return null;
  const levelOf = (level: number | null | undefined): string =>
    level ? (rubric.levels[level - 1]?.label ?? String(level)) : t('noLevel');
  return (
    <div className={classes.sides}>
      <Heading>{t(isMine ? 'mine' : 'both')}</Heading>
      {own && (
        <dl className={classes.pair}>
          <div>
            <dt>
              {isMine ? t('you') : rep.name} · <Moment at={own.at} zone={rep.zone} />
            </dt>
            <dd>
              <strong>{own.level === null ? t('hiddenOwn') : levelOf(own.level)}</strong>
              {own.note && <p dir="auto">{own.note}</p>}
            </dd>
          </div>
          {rated?.feedback && (own.shared || !isMine) && (
            <div>
              <dt>
                {rated.observer.name} · <Moment at={rated.observedAt} zone={rep.zone} />
              </dt>
              <dd>
                <strong>{levelOf(rated.feedback.level)}</strong>
                <Anchors rubric={rubric} ratings={rated.feedback.ratings ?? {}} />
              </dd>
            </div>
          )}
        </dl>
      )}
      {isMine && own && !own.shared && <p className="soft">{t('onlyYou')}</p>}
      {isMine && hidden && <p className="soft">{t('newer')}</p>}
      {isMine && maySelfAssess && (
        <Suspense fallback={null}>
          <Say enrolment={enrolment.id} isFirst={own === null} />
        </Suspense>
      )}
    </div>
  );
}

/** The latest rating that is shown, and whether a newer one waits for the rep's own word. */
function ratingsIn({ seen }: Enrolment, now: number): { rated: Seen | undefined; hidden: boolean } {
  const given = seen
    .filter(({ feedback }) => feedback !== null && Date.parse(feedback.readableFrom) <= now)
    .sort((a, b) => b.observedAt.localeCompare(a.observedAt));
  return {
    rated: given.find(({ feedback }) => feedback!.ratings !== null),
    hidden: given[0]?.feedback?.ratings === null,
  };
}
