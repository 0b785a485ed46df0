import { IconCircleCheck } from '@tabler/icons-react';
import { useRef, useState } from 'react';
import { CardBody } from './card';
import { isAsked, type Shown } from './cards';
import classes from './acts.module.css';

/** Cards: the first in full, the rest a line each that unfolds, what was done a line that says so. */
export function CardList({
  shown,
  finish,
  full = 3,
  hold,
  opens,
  onClosed,
}: {
  shown: readonly Shown[];
  finish: (id: string, text: string) => void;
  /** So many are shown in full. */
  full?: number;
  /** Keeps a card in its place while its form is open. */
  hold: (id: string, isOpen: boolean) => void;
  /** The action that somebody came for, which is opened. */
  opens?: string | undefined;
  onClosed?: () => void;
}) {
  const list = useRef<HTMLUListElement>(null);
  // In full or folded as it was then, wherever it moves: else what somebody writes there would close under their hands.
  const [opened, setOpened] = useState<{ id: string; isFull: boolean } | null>(null);
  const inFull = new Set(shown.filter(isAsked).slice(0, full));
  const wanted = opens && shown.find(({ card }) => card.actions.some(({ code }) => code === opens));
  return (
    <ul className={classes.cards} ref={list}>
      {shown.map((one) => {
        const { id, card, noted } = one;
        if (noted !== null)
          return (
            <li key={id} className={`${classes.card} ${classes.line}`}>
              <div className={classes.done} tabIndex={-1} ref={noted === '' ? undefined : bringTo}>
                <IconCircleCheck size={24} stroke={1.5} aria-hidden />
                <div>
                  <p>{card.headline}</p>
                  <p className={classes.small}>{noted || card.about}</p>
                </div>
              </div>
            </li>
          );
        const isFull = opened?.id === id ? opened.isFull : inFull.has(one) || one === wanted;
        const body = (
          <CardBody
            card={card}
            opens={one === wanted ? opens : undefined}
            onDone={(text) => finish(id, text)}
            onOpened={(isOpen) => {
              hold(id, isOpen);
              if (isOpen) setOpened({ id, isFull });
            }}
            onClosed={onClosed}
          />
        );
        return isFull ? (
          <li key={id} className={classes.card}>
            <h3 dir="auto">{card.headline}</h3>
            {body}
          </li>
        ) : (
          <li key={id} className={`${classes.card} ${classes.line} ${classes.folded}`}>
            <details>
              <summary>
                <div>
                  <h3 dir="auto">{card.headline}</h3>
                  <span className={classes.foldedAbout}>{card.putOff ? card.lines[0] : card.about}</span>
                </div>
              </summary>
              {body}
            </details>
          </li>
        );
      })}
    </ul>
  );
}

/** Whoever pressed is brought to what came of it, once it stands there. */
const bringTo = (line: HTMLElement | null): void => line?.focus({ preventScroll: true });
