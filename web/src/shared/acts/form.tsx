import { Alert, Button, Drawer } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { ActForm } from '#api/types.gen';
import { readAnew } from '../../api/live';
import { ApiProblem, messageOf, statusOf } from '../../api/problem';
import { useSession } from '../../frame/session';
import { keepDraft, type Filled } from './draft';
import { Asked } from './field';
import { send, type Opened } from './press';
import { IfThen, QualityHint } from './quality';
import classes from './acts.module.css';

type Field = ActForm['fields'][number];

/** What a press asks before it does something, beside the page; on a phone it fills the window. */
export default function FormDrawer({
  opened,
  onDone,
  onClose,
  onClosed,
}: {
  opened: Opened | null;
  onDone: (text: string) => void;
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
  opened: { press, form, key, filled: begun },
  onDone,
  onClose,
}: {
  opened: Opened;
  onDone: (text: string) => void;
  onClose: () => void;
}) {
  const t = useTranslations('acts');
  const { person } = useSession();
  const client = useQueryClient();
  const [filled, setFilled] = useState(begun);
  const sheet = useRef<HTMLFormElement>(null);
  const underWay = useRef(false);
  const sending = useMutation({
    mutationFn: () => send(press, saidIn(filled), key),
    onSuccess: onDone,
    onError: (error) => {
      if (statusOf(error) === 409) void readAnew(client);
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
    keepDraft(person.id, press, { key, form, filled: next });
  };
  // Whoever sends something that cannot be read is brought to where it cannot.
  useEffect(() => {
    if (error) sheet.current?.querySelector<HTMLElement>('[aria-invalid="true"], [role="alert"]')?.focus();
  }, [error]);
  const wrong = new Map(
    error instanceof ApiProblem ? error.errors.map(({ path, message }) => [path, message]) : [],
  );
  const over = form.over?.text ?? (statusOf(error) === 409 ? messageOf(error) : null);
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
        {sectionsOf(form.fields).map(({ section, fields }, index) => (
          <Section
            key={index}
            title={section}
            folded={index >= IN_FULL && isReported(fields) && !fields.some(({ name }) => begun[name])}
            opened={fields.some(({ name }) => wrong.has(name))}
          >
            {fields.map((field) => (
              <div key={field.name}>
                <Asked
                  field={field}
                  value={filled[field.name] ?? ''}
                  error={wrong.get(field.name)}
                  beside={field === fields.find(({ kind }) => kind === 'text') ? form.beside : null}
                  onChange={(value) => set(field.name, value)}
                />
                {field.writes === 'suggestion' && (
                  <QualityHint
                    evidence={evidenceFor(field, fields, filled)}
                    suggestion={filled[field.name] ?? ''}
                  />
                )}
                {field.writes === 'action' && (
                  <IfThen value={filled[field.name] ?? ''} onChange={(value) => set(field.name, value)} />
                )}
              </div>
            ))}
          </Section>
        ))}
        {form.fields.length > 0 && <p className={classes.small}>{t('keptHere')}</p>}
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

/** Sections in full; of what more could be reported each is a line that unfolds. */
const IN_FULL = 3;

const isReported = (fields: readonly Field[]): boolean => fields.some(({ writes }) => writes === 'evidence');

/** What the evidence is that a suggestion follows. */
const evidenceFor = (suggestion: Field, fields: readonly Field[], filled: Filled): string => {
  const before = fields.slice(0, fields.indexOf(suggestion));
  return filled[before.findLast(({ writes }) => writes === 'evidence')?.name ?? ''] ?? '';
};

function Section({
  title,
  folded,
  opened,
  children,
}: {
  title: string | null;
  folded: boolean;
  /** Folded or not: something in it is to be looked at. */
  opened: boolean;
  children: ReactNode;
}) {
  if (title === null) return <div className={classes.part}>{children}</div>;
  if (!folded)
    return (
      <div role="group" aria-label={title} className={classes.part}>
        <h3>{title}</h3>
        {children}
      </div>
    );
  return (
    <details open={opened} className={classes.more}>
      <summary>
        <h3>{title}</h3>
      </summary>
      <div role="group" aria-label={title} className={classes.part}>
        {children}
      </div>
    </details>
  );
}

/** What was refused, with whatever is wrong and stands at no field. */
function refusalOf(error: unknown, { fields }: ActForm): string {
  const errors = error instanceof ApiProblem ? error.errors : [];
  const elsewhere = errors.filter(({ path }) => !fields.some(({ name }) => name === path));
  return [messageOf(error), ...elsewhere.map(({ message }) => message)].join(' ');
}

const saidIn = (filled: Filled): Record<string, string> =>
  Object.fromEntries(Object.entries(filled).filter(([, value]) => value.trim() !== ''));

interface Part {
  section: string | null;
  fields: ActForm['fields'];
}

/** Fields that follow each other under one heading. */
function sectionsOf(fields: ActForm['fields']): Part[] {
  const parts: Part[] = [];
  for (const field of fields) {
    const last = parts.at(-1);
    if (last && last.section === field.section) last.fields.push(field);
    else parts.push({ section: field.section, fields: [field] });
  }
  return parts;
}
