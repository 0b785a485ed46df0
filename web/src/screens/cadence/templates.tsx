import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { cadencesTemplatesOptions } from '#api/@tanstack/react-query.gen';
import { Loaded } from '../../shared/states';
import type { Draft } from './document';
import classes from './cadence.module.css';

/** What a cadence can be begun from, each with its reason. What stood there before can be taken back. */
export function Templates({ draft, fill }: { draft: Draft; fill: (draft: Draft) => void }) {
  const t = useTranslations('cadence.templates');
  const isEmpty = Object.keys(draft).length === 0;
  const [isOpen, setOpen] = useState(isEmpty);
  const [before, setBefore] = useState<{ draft: Draft; title: string } | null>(null);
  return (
    <section className={classes.templates} aria-label={t('title')}>
      <details open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>{t('title')}</summary>
        {isOpen && (
          <List
            choose={({ title, document }) => {
              setBefore({ draft, title });
              setOpen(false);
              fill(document as unknown as Draft);
            }}
          />
        )}
      </details>
      <div role="status">
        {before !== null && (
          <Group gap="xs">
            <span>{t('filled', { title: before.title })}</span>
            <Button
              variant="subtle"
              mih={44}
              onClick={() => {
                fill(before.draft);
                setBefore(null);
              }}
            >
              {t('takeBack')}
            </Button>
          </Group>
        )}
      </div>
    </section>
  );
}

function List({ choose }: { choose: (template: { title: string; document: unknown }) => void }) {
  const t = useTranslations('cadence.templates');
  const query = useQuery({ ...cadencesTemplatesOptions(), staleTime: Infinity });
  return (
    <Loaded query={query} lines={5}>
      {({ items }) => (
        <ul className={classes.list}>
          {items.map((template) => (
            <li key={template.name}>
              <strong>{template.title}</strong>
              <p className="soft">{template.reason}</p>
              <Button
                variant="default"
                mih={44}
                aria-label={t('startOf', { title: template.title })}
                onClick={() => choose(template)}
              >
                {t('start')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Loaded>
  );
}
