import type { ReactNode } from 'react';
import classes from './cadence.module.css';

/** A field of a sentence with what clings to it: a full stop never begins a line. */
export const clung = (field: ReactNode) =>
  function Clung(after: ReactNode): ReactNode {
    return (
      <span className={classes.clung}>
        {field}
        {after}
      </span>
    );
  };
