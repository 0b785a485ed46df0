import { useId, useState, type ReactNode } from 'react';
import { useEditing } from './editing';
import classes from './cadence.module.css';

/** What a control needs to be told of: what part of the row it is, what explains it, and whether something is wrong. */
export type Told = (part: string) => {
  'data-part': string;
  'aria-describedby': string;
  'aria-invalid': true | undefined;
};

/**
 * A sentence of the form. What explains the part that is at hand stands below it, over what follows: nothing moves away
 * under a finger. What is wrong with it stands there for good.
 */
export function Row({
  path,
  range,
  why,
  children,
}: {
  path: string;
  /** What is sensible here, said where something else is refused. */
  range?: string;
  /** By part. */
  why: Readonly<Record<string, string>>;
  children: (told: Told) => ReactNode;
}) {
  const id = useId();
  const { problems } = useEditing();
  const [atHand, setAtHand] = useState<string | null>(null);
  const wrong = problems.filter((one) => one.path === path || one.path.startsWith(`${path}.`));
  const isAt = (part: string): boolean =>
    wrong.some((one) => one.path === path || one.path.startsWith(`${path}.${part}`));
  const told: Told = (part) => ({
    'data-part': part,
    'aria-describedby': wrong.length > 0 ? `${id} ${id}-${part}` : `${id}-${part}`,
    'aria-invalid': isAt(part) || undefined,
  });
  return (
    <div
      className={classes.row}
      data-path={path}
      onFocus={({ target }) => setAtHand(target.closest<HTMLElement>('[data-part]')?.dataset.part ?? null)}
      onBlur={() => setAtHand(null)}
      onKeyDown={({ key }) => key === 'Escape' && setAtHand(null)}
    >
      <div className={classes.sentence}>{children(told)}</div>
      {wrong.length > 0 && (
        <p id={id} className={classes.wrong}>
          {[...wrong.map(({ message }) => message), ...(range === undefined ? [] : [range])].join(' ')}
        </p>
      )}
      {Object.entries(why).map(([part, text]) => (
        <p key={part} id={`${id}-${part}`} className={classes.why} hidden={part !== atHand}>
          {text}
        </p>
      ))}
    </div>
  );
}
