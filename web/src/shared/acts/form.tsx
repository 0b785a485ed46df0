import { Alert, Button, Drawer } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import type { ActForm } from '#api/types.gen';
import { readAnew } from '../../api/live';
import { ApiProblem, isToldBefore, messageOf, statusOf } from '../../api/problem';
import { useSession } from '../../frame/session';
import { Changed, Written } from './changed';
import { dropDraft, keepDraft, readDraft, type Press } from './draft';
import { send, type Opened } from './press';
import { Sections } from './sections';
import classes from './acts.module.css';

/** What a press asks before it does something, beside the page; on a phone it fills the window. */
export default function FormDrawer({
  opened,
  onDone,
  onClose,
  onClosed,
}: {
  opened: Opened | null;
  /** Also where it was closed before the answer came. */
  onDone: (press: Press, text: string) => void;
  onClose: () => void;
  /** It is gone, and whatever had the focus may have it again. */
  onClosed: () => void;
}) {
  const t = useTranslations('acts');
  // Still there while it leaves.
  const [last, setLast] = useState(opened);
  if (opened !== null && opened !== last) setLast(opened);
  return (
    <Drawer.Root
      opened={opened !== null}
      onClose={onClose}
      onExitTransitionEnd={onClosed}
      returnFocus={false}
      position="right"
      size={560}
    >
      <Drawer.Overlay />
      <Drawer.Content classNames={{ content: classes.drawer }}>
        <div className={classes.drawerHead}>
          <Drawer.Title className={classes.drawerTitle}>{last?.form.title}</Drawer.Title>
          <Drawer.CloseButton size={44} aria-label={t('close')} />
        </div>
        <Drawer.Body className={classes.drawerBody}>
          {last && <Form key={last.key} opened={last} onDone={onDone} onClose={onClose} />}
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

function Form({
  opened: { press, form, key, filled: begun, before },
  onDone,
  onClose,
}: {
  opened: Opened;
  onDone: (press: Press, text: string) => void;
  onClose: () => void;
}) {
  const t = useTranslations('acts');
  const { person } = useSession();
  const client = useQueryClient();
  const [filled, setFilled] = useState(begun);
  const [changed, setChanged] = useState(before);
  const sheet = useRef<HTMLFormElement>(null);
  const underWay = useRef(false);
  const draft = { press, key, form, filled };
  const sending = useMutation({
    mutationFn: () => send(press, filled, key),
    onSuccess: (text) => onDone(press, text),
    onError: (error) => {
      const status = statusOf(error);
      if (status === 0 && keepDraft(person.id, { ...draft, waits: true })) onClose();
      if (status !== 409 && !isToldBefore(error)) return;
      keepDraft(person.id, { ...draft, refused: isToldBefore(error) ? t('toldBefore') : messageOf(error) });
      void readAnew(client);
    },
    onSettled: () => {
      underWay.current = false;
    },
  });
  const { error, mutate } = sending;
  const submit = (): void => {
    if (underWay.current) return;
    underWay.current = true;
    mutate();
  };
  const set = (name: string, value: string): void => {
    const next = { ...filled, [name]: value };
    setFilled(next);
    keepDraft(person.id, { ...draft, filled: next });
  };
  const beginAnew = (): void => {
    dropDraft(person.id, press);
    setFilled(Object.fromEntries(form.fields.map(({ name, initial }) => [name, initial ?? ''])));
    setChanged(null);
  };
  // Whoever sends something that cannot be read is brought to where it cannot.
  useEffect(() => {
    if (error) sheet.current?.querySelector<HTMLElement>('[aria-invalid="true"], [role="alert"]')?.focus();
  }, [error]);
  const wrong = new Map(
    error instanceof ApiProblem ? error.errors.map(({ path, message }) => [path, message]) : [],
  );
  const over =
    form.over?.text ??
    (isToldBefore(error) ? t('toldBefore') : statusOf(error) === 409 ? messageOf(error) : null);
  return (
    <form
      ref={sheet}
      noValidate
      className={classes.form}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className={classes.asked}>
        <p className={classes.about}>{form.about}</p>
        {form.lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
        {over !== null && (
          <Alert variant="light" role="alert" tabIndex={-1} my="md">
            {over}
          </Alert>
        )}
        {changed !== null && (
          <Changed
            before={changed}
            now={form}
            goOn={() => {
              setChanged(null);
              keepDraft(person.id, draft);
            }}
            beginAnew={beginAnew}
          />
        )}
        {over === null ? (
          <Sections form={form} filled={filled} begun={begun} wrong={wrong} set={set} />
        ) : (
          <Written fields={(readDraft(person.id, press)?.form ?? form).fields} filled={filled} />
        )}
        {over === null && form.fields.length > 0 && <p className={classes.small}>{t('keptHere')}</p>}
      </div>
      <div className={classes.bar}>
        {error !== null && over === null && (
          <p role="alert" tabIndex={-1} className={classes.wrong}>
            {statusOf(error) === 0 ? t('offline') : refusalOf(error, form)}
          </p>
        )}
        {over === null && <p className={classes.small}>{form.help}</p>}
        {over === null ? (
          <Button type="submit" size="md" loading={sending.isPending}>
            {form.submit}
          </Button>
        ) : (
          <Button size="md" variant="default" onClick={onClose}>
            {t('close')}
          </Button>
        )}
      </div>
    </form>
  );
}

/** What was refused, with whatever is wrong and stands at no field. */
function refusalOf(error: unknown, { fields }: ActForm): string {
  const errors = error instanceof ApiProblem ? error.errors : [];
  const elsewhere = errors.filter(({ path }) => !fields.some(({ name }) => name === path));
  return [messageOf(error), ...elsewhere.map(({ message }) => message)].join(' ');
}
