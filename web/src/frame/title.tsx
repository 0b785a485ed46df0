import { useEffect } from 'react';
import classes from './title.module.css';

/** The first heading of a screen, which names the page in the browser too. */
export function PageTitle({ children }: { children: string }) {
  useEffect(() => {
    document.title = `${children} · Followthrough`;
  }, [children]);
  return (
    <h1 className={classes.title} dir="auto">
      {children}
    </h1>
  );
}
