import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { Done } from './asked';
import classes from './cadence.module.css';

const KINDS: readonly Done['kind'][] = [
  'observe',
  'feedback',
  'acknowledge',
  'action',
  'followUp',
  'checkIn',
];
const DAY_MS = 86_400_000;

/** What somebody is supposed to do on which day: each answers the next thing of its kind, and all else is left undone. */
export function Given({ done, change }: { done: readonly Done[]; change: (done: readonly Done[]) => void }) {
  const t = useTranslations('cadence.tryOut.given');
  const put = (index: number, changes: Partial<Done>): void =>
    change(done.map((one, place) => (place === index ? { ...one, ...changes } : one)));
  return (
    <fieldset className={classes.given}>
      <legend>{t('title')}</legend>
      <p className="soft">{t('text')}</p>
      {done.map(({ kind, on }, index) => (
        <div key={index} className={classes.choices}>
          <NativeSelect
            label={t('what', { number: index + 1 })}
            value={kind}
            data={KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
            onChange={({ currentTarget }) => put(index, { kind: currentTarget.value as Done['kind'] })}
          />
          <TextInput
            type="date"
            label={t('on', { number: index + 1 })}
            value={on}
            required
            description={isWeekend(on) && t('weekend')}
            onChange={({ currentTarget }) => currentTarget.value && put(index, { on: currentTarget.value })}
          />
          <Button
            mih={44}
            variant="subtle"
            aria-label={t('leaveOutOne', { number: index + 1 })}
            onClick={() => change(done.filter((_, place) => place !== index))}
          >
            {t('leaveOut')}
          </Button>
        </div>
      ))}
      <Button mih={44} variant="default" onClick={() => change([...done, nextAfter(done.at(-1))])}>
        {t('add')}
      </Button>
    </fieldset>
  );
}

const isWeekend = (day: string): boolean => [0, 6].includes(new Date(`${day}T12:00:00Z`).getUTCDay());

/** What would come next in a cycle, a day later. */
function nextAfter(last: Done | undefined): Done {
  const before = last ? Date.parse(last.on) : Date.now();
  const kind = last ? KINDS[(KINDS.indexOf(last.kind) + 1) % (KINDS.length - 1)]! : 'observe';
  return { kind, on: new Date(before + DAY_MS).toISOString().slice(0, 10) };
}
