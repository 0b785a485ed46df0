import { useTranslations } from 'use-intl';
import type { Enrolment } from '#api/types.gen';
import classes from './sides.module.css';

/** What was looked at, each with how it was rated. */
export function Anchors({
  rubric: { anchors, levels },
  ratings,
}: {
  rubric: Enrolment['rubric'];
  ratings: Readonly<Record<string, unknown>>;
}) {
  const t = useTranslations('sides');
  const wordOf = (rating: unknown): string =>
    typeof rating === 'number'
      ? (levels[rating - 1]?.label ?? String(rating))
      : t(rating === 'notDone' ? 'notDone' : 'noOccasion');
  return (
    <ul className={classes.anchors}>
      {anchors
        .filter(({ code }) => code in ratings)
        .map(({ code, text }) => (
          <li key={code}>
            {text.replace(/[.:]$/, '')}: <span>{wordOf(ratings[code])}</span>
          </li>
        ))}
    </ul>
  );
}
