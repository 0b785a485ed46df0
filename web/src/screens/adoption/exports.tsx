import { Anchor } from '@mantine/core';
import { useTranslations } from 'use-intl';
import classes from './adoption.module.css';
import type { Period, Scope } from './headline';
import type { MapKpi } from './search';

/** What the page shows as files for a spreadsheet, suppressed as it is here. */
export function Exports({ scope, kpi }: { scope: Scope & Period; kpi: MapKpi }) {
  const t = useTranslations('adoption.exports');
  const files = { map: { ...scope, kpi }, reasons: scope, figures: scope };
  return (
    <p className={classes.exports}>
      <span className="soft">{t('title')}</span>
      {Object.entries(files).map(([file, query]) => (
        <Anchor
          key={file}
          href={`/api/v1/insights/${file}/export?${new URLSearchParams({ ...query }).toString()}`}
          download
          inherit
        >
          {t(file as keyof typeof files)}
        </Anchor>
      ))}
    </p>
  );
}
