import { useRef, useState } from 'react';
import classes from './message-texts.module.css';

const FIRST_HEIGHT = 480;

/**
 * A mail as it looks in an inbox, in a frame of its own without scripts, forms or ways out: nothing in it can do
 * anything to the page around it. It is of the page's own origin, which alone lets the page see how high it is.
 */
export function Mail({ html, title }: { html: string; title: string }) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(FIRST_HEIGHT);
  const fit = (): void => {
    const inside = frame.current?.contentDocument;
    if (!inside) return;
    // It is to be read: its links would lead the frame away.
    inside.addEventListener('click', (event) => event.preventDefault());
    setHeight(inside.documentElement.scrollHeight);
  };
  return (
    <iframe
      ref={frame}
      className={classes.mail}
      title={title}
      sandbox="allow-same-origin"
      srcDoc={html}
      style={{ height }}
      onLoad={fit}
    />
  );
}
