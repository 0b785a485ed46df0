import { useTranslations } from 'use-intl';
import type { ActForm } from '#api/types.gen';
import { Meanwhile } from '../meanwhile';
import type { Filled } from './draft';
import classes from './acts.module.css';

/** What was asked when somebody began and what is asked now, for them to choose. */
export function Changed({
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
  return (
    <Meanwhile
      then={factsOf(before)}
      since={factsOf(now)}
      keep={t('goOnWithMine')}
      onKeep={goOn}
      leave={t('beginAnew')}
      onLeave={beginAnew}
    />
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
export function Written({ fields, filled }: { fields: ActForm['fields']; filled: Filled }) {
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
