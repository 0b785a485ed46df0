import { InputBase } from '@mantine/core';
import { IconSelector } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { useEditing } from './editing';
import { MOST, readSpan, UNITS, writeSpan, type Span, type Unit } from './span';
import type { Told } from './row';
import classes from './cadence.module.css';

/** A whole number within a sentence; null while there is none. */
export function NumberInput({
  label,
  value,
  most = MOST,
  onChange,
  ...told
}: {
  label: string;
  value: number | null;
  most?: number;
  onChange: (value: number | null) => void;
} & ReturnType<Told>) {
  // What is typed stands until one goes on: an empty field does not fill itself while it is written into.
  const [typed, setTyped] = useState<string | null>(null);
  const { isPublished } = useEditing();
  if (isPublished) return <strong>{value ?? '–'}</strong>;
  return (
    <InputBase
      {...told}
      // The library would say what it knows of its own label and error alone.
      withAria={false}
      error={told['aria-invalid']}
      type="number"
      inputMode="numeric"
      min={0}
      max={most}
      step={1}
      className={classes.number}
      aria-label={label}
      value={typed ?? value ?? ''}
      onChange={({ currentTarget: { value: text } }) => {
        setTyped(text);
        onChange(/^\d{1,9}$/.test(text) ? Number(text) : null);
      }}
      onBlur={() => setTyped(null)}
    />
  );
}

export function Choice<V extends string>({
  label,
  value,
  of: choices,
  onChange,
  ...told
}: {
  label: string;
  value: V | undefined;
  of: readonly { value: V; label: string }[];
  onChange: (value: V) => void;
} & ReturnType<Told>) {
  const { isPublished } = useEditing();
  const known = choices.find((one) => one.value === value);
  if (isPublished) return <strong>{known?.label ?? value ?? '–'}</strong>;
  return (
    <InputBase
      {...told}
      component="select"
      withAria={false}
      error={told['aria-invalid']}
      pointer
      rightSection={<IconSelector size={16} stroke={1.5} aria-hidden />}
      rightSectionPointerEvents="none"
      className={classes.choice}
      aria-label={label}
      value={value ?? ''}
      onChange={({ currentTarget }) => onChange(currentTarget.value as V)}
    >
      {!known && <option value={value ?? ''}>{value ?? '–'}</option>}
      {choices.map((one) => (
        <option key={one.value} value={one.value}>
          {one.label}
        </option>
      ))}
    </InputBase>
  );
}

/** How units are called here. */
export function useUnits(
  isOnCalendar = false,
): (count: number, beside: Unit) => { value: Unit; label: string }[] {
  const t = useTranslations('cadence.unit');
  const { clock } = useEditing();
  const days = isOnCalendar || clock === 'calendar' ? 'days' : 'workingDays';
  return (count, beside) =>
    UNITS.filter((unit) => UNITS.indexOf(unit) < 3 || unit === beside).map((unit) => ({
      value: unit,
      label: t(unit === 'days' ? days : unit, { count }),
    }));
}

/** A number and its unit, which become one text of the document; one that is written in another way is shown as it is. */
export function SpanInput({
  label,
  value,
  isOnCalendar = false,
  onChange,
  told,
}: {
  label: string;
  /** As the document says it, or as it counts where the document says nothing. */
  value: unknown;
  /** Counted on the calendar, whatever the clock. */
  isOnCalendar?: boolean;
  onChange: (value: string | undefined) => void;
  told: ReturnType<Told>;
}) {
  const t = useTranslations('cadence');
  const { isPublished } = useEditing();
  const units = useUnits(isOnCalendar);
  const span = readSpan(value);
  // While there is no number, its unit is kept for the next.
  const [kept, setKept] = useState<Unit | null>(null);
  if (isPublished && span === null) return <strong>{String(value ?? '–')}</strong>;
  if (typeof value === 'string' && value !== '' && span === null)
    return (
      <InputBase
        {...told}
        withAria={false}
        error={told['aria-invalid']}
        className={classes.code}
        aria-label={label}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value || undefined)}
      />
    );
  const shown: Span = span ?? { count: 0, unit: 'days', isBefore: false };
  const unit = kept ?? shown.unit;
  return (
    <span className={classes.together}>
      <NumberInput
        {...told}
        label={label}
        value={span?.count ?? null}
        onChange={(count) => {
          setKept(count === null ? unit : null);
          onChange(count === null ? undefined : writeSpan({ ...shown, count, unit }));
        }}
      />{' '}
      <Choice
        {...told}
        label={t('unitOf', { what: label })}
        value={unit}
        of={units(span?.count ?? 2, unit)}
        onChange={(chosen) => {
          if (span === null) setKept(chosen);
          else onChange(writeSpan({ ...shown, unit: chosen }));
        }}
      />
    </span>
  );
}
