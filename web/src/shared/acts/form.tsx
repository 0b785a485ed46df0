import { Alert, Button, Drawer } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import type { ActForm } from '#api/types.gen';
import { readAnew } from '../../api/live';
import { ApiProblem, isToldBefore, messageOf, statusOf } from '../../api/problem';
import { useSession } from '../../frame/session';
import { dropDraft, keepDraft, readDraft, type Filled } from './draft';
import { Asked } from './field';
import { send, type Opened } from './press';
import classes from './acts.module.css';

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
  opened: { press, form, key, filled: begun, before },
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
  const [changed, setChanged] = useState(before);
  const sheet = useRef<HTMLFormElement>(null);
  const underWay = useRef(false);
  const draft = { press, key, form, filled };
  const sending = useMutation({
    mutationFn: () => send(press, filled, key),
    onSuccess: onDone,
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
        <p className="soft">{form.help}</p>
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
          sectionsOf(form.fields).map(({ section, fields }, index) => (
            <div
              key={index}
              {...(section !== null && { role: 'group', 'aria-label': section })}
              className={classes.part}
            >
              {section !== null && <h3>{section}</h3>}
              {fields.map((field) => (
                <Asked
                  key={field.name}
                  field={field}
                  value={filled[field.name] ?? ''}
                  error={wrong.get(field.name)}
                  beside={field === fields.find(({ kind }) => kind === 'text') ? form.beside : null}
                  onChange={(value) => set(field.name, value)}
                />
              ))}
            </div>
          ))
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

/** What was asked when somebody began and what is asked now, for them to choose. */
function Changed({
  before,
  now,
  goOn,
  beginAnew,
}: {
  before: ActForm;
  now: ActForm;
  goOn: () => void;
  beginAnew: () => void;
}) {
  const t = useTranslations('acts');
  const [then, since] = [factsOf(before), factsOf(now)];
  return (
    <Alert variant="light" role="alert" title={t('changed')} my="md">
      {[
        ['then', then.filter((fact) => !since.includes(fact))] as const,
        ['since', since.filter((fact) => !then.includes(fact))] as const,
      ].map(
        ([word, facts]) =>
          facts.length > 0 && (
            <p key={word} dir="auto">
              <strong>{t(word)}</strong> {facts.join(' · ')}
            </p>
          ),
      )}
      <div className={classes.buttons}>
        <Button variant="default" mih={44} onClick={goOn}>
          {t('goOnWithMine')}
        </Button>
        <Button variant="subtle" mih={44} onClick={beginAnew}>
          {t('beginAnew')}
        </Button>
      </div>
    </Alert>
  );
}

const factsOf = ({ about, lines, fields }: ActForm): string[] => [
  about,
  ...lines,
  ...fields.map(({ label, initial, options }) =>
    [label, options.find(({ value }) => value === initial)?.label ?? initial].filter(Boolean).join(': '),
  ),
];

/** What somebody wrote that nobody asks for any more, to be read and copied. */
function Written({ fields, filled }: { fields: ActForm['fields']; filled: Filled }) {
  const t = useTranslations('acts');
  const texts = fields.filter(({ kind, name }) => kind === 'text' && filled[name]);
  if (texts.length === 0) return null;
  return (
    <div className={classes.part}>
      <p className={classes.small}>{t('writtenInVain')}</p>
      {texts.map(({ name, label }) => (
        <div key={name}>
          <h3>{label}</h3>
          <p dir="auto">{filled[name]}</p>
        </div>
      ))}
    </div>
  );
}

/** What was refused, with whatever is wrong and stands at no field. */
function refusalOf(error: unknown, { fields }: ActForm): string {
  const errors = error instanceof ApiProblem ? error.errors : [];
  const elsewhere = errors.filter(({ path }) => !fields.some(({ name }) => name === path));
  return [messageOf(error), ...elsewhere.map(({ message }) => message)].join(' ');
}

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
