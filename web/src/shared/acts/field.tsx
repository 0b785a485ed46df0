import { Anchor, Button, Checkbox, Textarea, TextInput } from '@mantine/core';
import { useId, useState, type ChangeEvent, type ClipboardEvent } from 'react';
import { useTranslations } from 'use-intl';
import type { ActForm } from '#api/types.gen';
import classes from './acts.module.css';

type Field = ActForm['fields'][number];

interface AskedProps {
  field: Field;
  /** A tick is `yes`; empty: nothing was said. */
  value: string;
  error: string | undefined;
  /** What stands beside a text; null: it was said above. */
  beside: ActForm['beside'];
  onChange: (value: string) => void;
}

/** Up to here a text fits into one line. */
const ONE_LINE = 200;
const BELOW = ['label', 'input', 'description', 'error'] as ('label' | 'input' | 'description' | 'error')[];

/** One thing that is asked. */
export function Asked(props: AskedProps) {
  switch (props.field.kind) {
    case 'day':
      return <Day {...props} />;
    case 'time':
      return <Written {...props} type="time" />;
    case 'choice':
      return <Choice {...props} />;
    case 'text':
      return <Prose {...props} />;
    case 'check':
      return <Tick {...props} />;
  }
}

function Written({
  field: { label, required },
  value,
  error,
  onChange,
  type,
}: AskedProps & { type: 'date' | 'time' }) {
  return (
    <TextInput
      type={type}
      size="md"
      maw={240}
      label={label}
      required={required}
      value={value}
      error={error}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

/** A day, those that suit everybody first. */
function Day(props: AskedProps) {
  const t = useTranslations('acts');
  const { field, value, onChange } = props;
  return (
    <div>
      <Written {...props} type="date" />
      {field.options.length > 0 && (
        <div role="group" aria-label={t('offered')} className={classes.offered}>
          <p className={classes.small}>{t('offered')}</p>
          {field.options.map((option) => (
            <Button
              key={option.value}
              variant={option.value === value ? 'light' : 'default'}
              mih={44}
              aria-pressed={option.value === value}
              onClick={() => onChange(option.value)}
            >
              {option.label}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

/** One of several, each large enough for a thumb. */
function Choice({ field: { label, options, required }, value, error, onChange }: AskedProps) {
  const t = useTranslations('acts');
  const id = useId();
  return (
    <fieldset
      className={classes.choice}
      aria-describedby={error && `${id} error`}
      aria-invalid={error ? true : undefined}
      tabIndex={-1}
      role="radiogroup"
      aria-required={required || undefined}
    >
      <legend>
        {label}
        {value !== '' && !required && (
          <Anchor component="button" type="button" className={classes.takeBack} onClick={() => onChange('')}>
            {t('takeBack')}
          </Anchor>
        )}
      </legend>
      <div className={classes.options}>
        {options.map((option) => (
          <label key={option.value} className={classes.option}>
            <input
              type="radio"
              name={id}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
      {error && (
        <p id={`${id} error`} className={classes.wrong}>
          {error}
        </p>
      )}
    </fieldset>
  );
}

function Prose({ field: { label, required, most }, value, error, beside, onChange }: AskedProps) {
  const t = useTranslations('acts');
  const left = most === null ? null : most - value.length;
  const [tooMuch, setTooMuch] = useState<number | null>(null);
  // Cut off where it ends, it would lack something that nobody misses.
  const paste = (event: ClipboardEvent<HTMLInputElement | HTMLTextAreaElement>): void => {
    const { selectionStart, selectionEnd } = event.currentTarget;
    const count = event.clipboardData.getData('text').length;
    const replaced = (selectionEnd ?? 0) - (selectionStart ?? 0);
    const isTooMuch = left !== null && count > left + replaced;
    if (isTooMuch) event.preventDefault();
    setTooMuch(isTooMuch ? count : null);
  };
  const change = ({ currentTarget }: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>): void => {
    setTooMuch(null);
    onChange(currentTarget.value);
  };
  const shown = {
    size: 'md',
    label,
    required,
    value,
    error: tooMuch === null ? error : t('tooMuch', { count: tooMuch, most: left! }),
    onPaste: paste,
    inputWrapperOrder: BELOW,
    ...(most !== null && { maxLength: most }),
    description: (
      <>
        {beside && <Beside beside={beside} />}
        {left !== null && left < most! / 5 && <span> {t('left', { count: left })}</span>}
      </>
    ),
  };
  return most !== null && most <= ONE_LINE ? (
    <TextInput {...shown} dir="auto" onChange={change} />
  ) : (
    <Textarea {...shown} autosize minRows={2} maxRows={10} dir="auto" onChange={change} />
  );
}

function Beside({ beside: { noNames, sideEffect } }: { beside: NonNullable<ActForm['beside']> }) {
  return (
    <span>
      {noNames}
      {sideEffect && (
        <>
          {' '}
          {sideEffect.text}{' '}
          <Anchor href={sideEffect.link.href} target="_blank" rel="noreferrer" inherit underline="always">
            {sideEffect.link.label}
          </Anchor>
        </>
      )}
    </span>
  );
}

function Tick({ field: { label }, value, error, onChange }: AskedProps) {
  return (
    <Checkbox
      size="md"
      label={label}
      checked={value === 'yes'}
      error={error}
      classNames={{ body: classes.tick }}
      onChange={({ currentTarget }) => onChange(currentTarget.checked ? 'yes' : '')}
    />
  );
}
