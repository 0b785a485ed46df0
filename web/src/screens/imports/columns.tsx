import { NativeSelect } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { ImportColumns } from '#api/types.gen';
import { useFieldWord } from './field-word';
import type { Reading } from './mapping';
import classes from './imports.module.css';

/** Every column of the file with what stands first in it, and as what it is read. */
export function Columns({
  found: { columns, fields },
  reading,
  change,
  isFixed,
}: {
  found: ImportColumns;
  reading: Reading;
  change: (place: number, field: string | null) => void;
  isFixed: boolean;
}) {
  const t = useTranslations('imports.columns');
  const fieldWord = useFieldWord();
  const choices = [
    { value: '', label: t('notRead') },
    ...fields.map(({ name, needed }) => ({
      value: name,
      label: needed ? t('needed', { field: fieldWord(name) }) : fieldWord(name),
    })),
  ];
  return (
    <ul className={classes.columns}>
      {columns.map(({ header, sample }, place) => (
        <li key={place}>
          <span>
            <strong dir="auto">{header}</strong>
            <span className="soft" dir="auto">
              {sample === '' ? t('empty') : t('sample', { sample })}
            </span>
          </span>
          <NativeSelect
            aria-label={t('readAs', { header })}
            disabled={isFixed}
            data={choices}
            value={reading[place] ?? ''}
            onChange={({ currentTarget: { value } }) => change(place, value || null)}
          />
        </li>
      ))}
    </ul>
  );
}
