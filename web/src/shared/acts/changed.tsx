import { Alert, Button } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { ActForm } from '#api/types.gen';
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
