import { Button, Menu } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useEffectEvent, useRef, type MouseEvent } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf, statusOf } from '../../api/problem';
import { useSession } from '../../frame/session';
import { isOf, useDrafts, type Action, type Card } from './draft';
import { usePress } from './press';
import classes from './acts.module.css';

/** Of a card's other buttons on a phone; where there are more, they fold into a menu. */
const MOST_IN_SIGHT = 2;

const loadForm = () => import('./form');
const FormDrawer = lazy(loadForm);

/** What a card says below its heading, and its buttons. */
export function CardBody({
  card,
  opens,
  onDone,
  onOpened,
  onClosed,
}: {
  card: Card;
  opens?: string | undefined;
  onDone: (text: string) => void;
  onOpened: (open: boolean) => void;
  onClosed?: (() => void) | undefined;
}) {
  const t = useTranslations('acts');
  const { person } = useSession();
  const { busy, error, opened, start, done, close } = usePress(onDone);
  const buttons = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLElement>(null);
  const came = useRef(false);
  // The line may be bad by the time that somebody writes.
  useEffect(() => void loadForm(), []);
  // Whoever comes from a message by one of its buttons finds it open; nothing is done before they say so here.
  useEffect(() => {
    const press = card.actions.find(({ code }) => code === opens)?.press;
    if (!press || came.current) return;
    came.current = true;
    void start(press, true);
  });
  const isOpen = opened !== null;
  const tellOpened = useEffectEvent(onOpened);
  useEffect(() => tellOpened(isOpen), [isOpen]);
  const begin = (action: Action): void => {
    const { activeElement } = document;
    opener.current = activeElement instanceof HTMLElement ? activeElement : null;
    if (action.press) void start(action.press);
  };
  const backToOpener = (): void => {
    // The item of a menu is gone by then: the menu's button stands for it.
    const back = opener.current?.isConnected ? opener.current : null;
    const all = [...(buttons.current?.querySelectorAll<HTMLElement>('button, a') ?? [])];
    (back ?? all.filter((one) => one.offsetParent !== null).at(-1))?.focus();
    onClosed?.();
  };
  const [first, ...others] = card.actions;
  const folds = others.length > MOST_IN_SIGHT;
  const drafts = useDrafts(person.id);
  const own = card.actions.flatMap(({ press }) => (press && drafts.find((one) => isOf(one, press))) ?? []);
  return (
    <>
      {card.about && <p className={classes.about}>{card.about}</p>}
      {card.lines.map((line) => (
        <p key={line}>{line}</p>
      ))}
      {card.small.map((line) => (
        <p key={line} className={classes.small}>
          {line}
        </p>
      ))}
      {own.length > 0 && (
        <p className={classes.small}>{t(own.some(({ waits }) => waits) ? 'waits' : 'begun')}</p>
      )}
      <div className={classes.buttons} ref={buttons}>
        {first && <Act action={first} isFirst isBusy={busy !== null && busy === first.press} begin={begin} />}
        {others.map((action) => (
          <Act
            key={action.code}
            action={action}
            folds={folds}
            isBusy={busy !== null && busy === action.press}
            begin={begin}
          />
        ))}
        {folds && (
          <Menu position="bottom-start" withinPortal>
            <Menu.Target>
              <Button
                hiddenFrom="sm"
                variant="default"
                mih={44}
                aria-label={t('moreOf', { what: card.headline })}
              >
                {t('more')} <span aria-hidden>&nbsp;▾</span>
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {others.map((action) => (
                <MenuAct key={action.code} action={action} begin={begin} />
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
      {error !== null && (
        <p role="alert" className={classes.wrong}>
          {statusOf(error) === 0 ? t('noLine') : messageOf(error)}
        </p>
      )}
      <Suspense fallback={null}>
        <FormDrawer opened={opened} onDone={done} onClose={close} onClosed={backToOpener} />
      </Suspense>
    </>
  );
}

interface ActProps {
  action: Action;
  begin: (action: Action) => void;
}

function Act({
  action,
  begin,
  isFirst = false,
  folds = false,
  isBusy,
}: ActProps & { isFirst?: boolean; folds?: boolean; isBusy: boolean }) {
  const visit = useVisit(action.href);
  const shown = {
    variant: isFirst ? 'filled' : folds ? 'subtle' : 'default',
    mih: 44,
    children: action.label,
    ...(folds && { visibleFrom: 'sm' as const }),
  };
  return action.press ? (
    <Button {...shown} loading={isBusy} onClick={() => begin(action)} />
  ) : (
    <Button {...shown} component="a" href={action.href} onClick={visit} />
  );
}

function MenuAct({ action, begin }: ActProps) {
  const visit = useVisit(action.href);
  return action.press ? (
    <Menu.Item mih={44} onClick={() => begin(action)}>
      {action.label}
    </Menu.Item>
  ) : (
    <Menu.Item mih={44} component="a" href={action.href} onClick={visit}>
      {action.label}
    </Menu.Item>
  );
}

/** Goes to a page of ours without loading the app anew. */
function useVisit(href: string) {
  const { history } = useRouter();
  return (event: MouseEvent) => {
    const { origin, pathname, search, hash } = new URL(href, window.location.href);
    if (origin !== window.location.origin || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    history.push(pathname + search + hash);
  };
}
