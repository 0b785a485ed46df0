import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import type { Parts as PartsAnswer } from '#api/types.gen';
import { Glyph, type GlanceWord } from '../../shared/glance';
import { Moment } from '../../shared/moment';
import classes from './operations.module.css';

type Part = PartsAnswer['items'][number];

/** The shapes of the loops' states, for what is meant alike. */
const GLYPHS: Readonly<Record<Part['state'], GlanceWord>> = {
  well: 'adopted',
  unchecked: 'toObserve',
  watch: 'feedbackOpen',
  wrong: 'stalled',
  off: 'withdrawn',
};

/** One line a part: what it is, its figure, since when, and when that was looked at. */
export function Parts({ items, isOld }: { items: readonly Part[]; isOld: boolean }) {
  return (
    <ul className={classes.parts}>
      {items.map((part) => (
        <Line key={part.part} part={part} state={isOld && part.state === 'well' ? 'unchecked' : part.state} />
      ))}
    </ul>
  );
}

function Line({
  part: { part, count, since, lastAt, checkedAt },
  state,
}: {
  part: Part;
  state: Part['state'];
}) {
  const t = useTranslations('operations');
  const figure = `figure.${part}` as 'figure.relay';
  const last = `lastAt.${part}` as 'lastAt.audit';
  return (
    <li>
      <div>
        <strong>{t(`part.${part}`)}</strong>
        <div className="soft">{t(`what.${part}`)}</div>
      </div>
      <div className={classes.state}>
        <Glyph of={GLYPHS[state]} />
        {t(`state.${state}`)}
      </div>
      <div>
        {count !== null && t.has(figure) && <div>{t(figure, { count })}</div>}
        {since !== null && (
          <div className="soft">
            {t(count === null ? 'since.runs' : 'since.oldest')} <Moment at={since} as="minute" />
          </div>
        )}
        {lastAt !== null && t.has(last) && (
          <div className="soft">
            {t(last)} <Moment at={lastAt} as="second" />
          </div>
        )}
        {part === 'givenUp' && count !== null && count > 0 && (
          <Anchor component={Link} to="/messages">
            {t('toMessages')}
          </Anchor>
        )}
      </div>
      <div className="soft">
        {checkedAt === null ? (
          t('never')
        ) : (
          <>
            {t('checked')} <Moment at={checkedAt} as="second" />
          </>
        )}
      </div>
    </li>
  );
}
