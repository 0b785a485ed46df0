import { useRouter } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useMemo, useRef, type MouseEvent } from 'react';
import { useTranslations } from 'use-intl';
import type { Grid as GridData } from '#api/types.gen';
import { Glyph } from '../../shared/glance';
import classes from './team.module.css';

const ROW_PX = 48;
/** Wider only where all of them have room. */
const CELL_PX = 160;
const BEFORE_MEASURED = { width: 800, height: 600 };

type Cell = NonNullable<GridData['rows'][number]['cells'][number]>;
type CellWords = (of: Cell | 'late') => string;

/** The words of cells, each looked up once and not for every one of thousands. */
function cellWords(t: ReturnType<typeof useTranslations<never>>): CellWords {
  const known = new Map<string, string>();
  const once = (key: string, look: () => string): string => {
    const word = known.get(key) ?? look();
    known.set(key, word);
    return word;
  };
  return (of) => {
    if (of === 'late') return once('late', () => t('team.late'));
    const { stall, glance } = of;
    return stall ? once(stall, () => t(`stallShort.${stall}`)) : once(glance, () => t(`glance.${glance}`));
  };
}

/** The grid as a table of which only what is in sight is drawn, however many rows and columns there are. */
export function Grid({ grid: { capabilities, rows } }: { grid: GridData }) {
  const t = useTranslations('team');
  const words = useTranslations();
  const say = useMemo(() => cellWords(words), [words]);
  const router = useRouter();
  const box = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
    initialRect: BEFORE_MEASURED,
  });
  const aside = useVirtualizer({
    horizontal: true,
    count: capabilities.length,
    getScrollElement: () => box.current,
    estimateSize: () => CELL_PX,
    overscan: 2,
    initialRect: BEFORE_MEASURED,
    isRtl: document.documentElement.dir === 'rtl',
  }).getVirtualItems();
  const [from, to] = [aside[0]?.index ?? 0, (aside.at(-1)?.index ?? -1) + 1];
  // One listener for thousands of cells: plain links that open within the app.
  const open = (event: MouseEvent): void => {
    const link = (event.target as Element).closest('a');
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    void router.navigate({ href: link.getAttribute('href')! });
  };
  const columns = { '--columns': capabilities.length } as React.CSSProperties;
  return (
    <div className={classes.box} ref={box} tabIndex={0} role="region" aria-label={t('title')} onClick={open}>
      <div
        role="table"
        aria-label={t('title')}
        aria-rowcount={rows.length + 1}
        aria-colcount={capabilities.length + 1}
        className={classes.table}
        style={columns}
      >
        <div role="rowgroup" className={classes.header}>
          <div role="row" aria-rowindex={1} className={classes.row}>
            <span role="columnheader" aria-colindex={1} className={classes.name}>
              {t('rep')}
            </span>
            {capabilities.slice(from, to).map(({ id, name }, index) => (
              <span role="columnheader" key={id} title={name} {...placed(from + index)}>
                {name}
              </span>
            ))}
          </div>
        </div>
        <div role="rowgroup" style={{ height: virtual.getTotalSize(), position: 'relative' }}>
          {virtual.getVirtualItems().map(({ index, start }) => (
            <Row
              key={rows[index]!.rep.id}
              row={rows[index]!}
              index={index}
              start={start}
              from={from}
              to={to}
              say={say}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

/** Where a column stands, whichever are drawn: the first is that of the names. */
const placed = (column: number) => ({
  'aria-colindex': column + 2,
  style: { gridColumn: column + 2 },
});

const Row = memo(function Row({
  row: { rep, cells },
  index,
  start,
  from,
  to,
  say,
}: {
  row: GridData['rows'][number];
  index: number;
  start: number;
  /** The columns in sight: from this one on, without that one. */
  from: number;
  to: number;
  say: CellWords;
}) {
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      className={`${classes.row} ${classes.rep}`}
      style={{ transform: `translateY(${start}px)` }}
    >
      <span role="rowheader" aria-colindex={1} className={classes.name} title={rep.name}>
        <span dir="auto">{rep.name}</span>
      </span>
      {cells.slice(from, to).map((cell, index) => (
        <span role="cell" key={from + index} {...placed(from + index)}>
          {cell && (
            <a href={`/enrolments/${cell.enrolment}`} className={classes.cell}>
              <Glyph of={cell.glance} />
              <span>
                {say(cell)}
                {cell.overdue && cell.glance !== 'stalled' && (
                  <span className={classes.late}> · {say('late')}</span>
                )}
              </span>
            </a>
          )}
        </span>
      ))}
    </div>
  );
});
