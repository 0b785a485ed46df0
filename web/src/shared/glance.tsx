import { useTranslations } from 'use-intl';
import type { Grid } from '#api/types.gen';
import classes from './glance.module.css';

export type GlanceWord = NonNullable<Grid['rows'][number]['cells'][number]>['glance'];

const RING = <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="2" />;
const quarters = (path: string) => (
  <>
    {RING}
    <path d={path} fill="currentColor" />
  </>
);

/** ○ ◔ ◑ ◕ ● ◉ ▲ ‖ ↺ as drawings, since fonts have them in sizes of their own, or not at all. */
const SHAPES: Readonly<Record<GlanceWord, React.ReactNode>> = {
  toObserve: RING,
  feedbackOpen: quarters('M8 8V2a6 6 0 0 1 6 6z'),
  developing: quarters('M8 2a6 6 0 0 1 0 12z'),
  followUp: quarters('M8 8V2a6 6 0 1 1-6 6z'),
  adopted: <circle cx="8" cy="8" r="7" fill="currentColor" />,
  sustained: (
    <>
      {RING}
      <circle cx="8" cy="8" r="3.5" fill="currentColor" />
    </>
  ),
  stalled: <path d="M8 1.5 15.5 14.5H.5z" fill="currentColor" />,
  atRest: <path d="M4 2h3v12H4zm5 0h3v12H9z" fill="currentColor" />,
  lapsed: (
    <path
      d="M3.2 9.2A5 5 0 1 0 5 4.2M5.6 1 4.7 4.6l3.6.8"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
    />
  ),
  withdrawn: <path d="M3 8h10" stroke="currentColor" strokeWidth="2" />,
};

/** The shape of a state alone; its word stands beside it. */
export function Glyph({ of: state }: { of: GlanceWord }) {
  return (
    <svg viewBox="0 0 16 16" width={16} height={16} aria-hidden className={classes[state]}>
      {SHAPES[state]}
    </svg>
  );
}

/** Where a loop stands: shape, colour and word. */
export function Glance({ of: state }: { of: GlanceWord }) {
  const t = useTranslations('glance');
  return (
    <span className={classes.glance}>
      <Glyph of={state} />
      {t(state)}
    </span>
  );
}
