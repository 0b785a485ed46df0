import { TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { peopleListOptions } from '#api/@tanstack/react-query.gen';
import type { Person } from '#api/types.gen';
import { Loaded } from './states';
import classes from './person-search.module.css';

const PAUSE_MS = 250;
const MOST = 12;

/** Finds one person among all by what stands in their name, or by their whole id or address. */
export function PersonSearch({
  label,
  choose,
  without,
  autoFocus = false,
}: {
  label: string;
  choose: (person: Person) => void;
  /** Who is not to be chosen. */
  without?: string;
  autoFocus?: boolean;
}) {
  const t = useTranslations('personSearch');
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text.trim(), PAUSE_MS);
  const found = useQuery({
    ...peopleListOptions({ query: { search, limit: String(MOST) } }),
    enabled: search !== '',
    placeholderData: keepPreviousData,
  });
  return (
    <search className={classes.search}>
      <TextInput
        type="search"
        maxLength={200}
        autoFocus={autoFocus}
        label={label}
        description={t('how')}
        leftSection={<IconSearch size={20} stroke={1.5} aria-hidden />}
        value={text}
        onChange={({ currentTarget: { value } }) => setText(value)}
      />
      {search !== '' && (
        <Loaded query={found} lines={3}>
          {({ items, next }) => {
            const people = items.filter(({ id }) => id !== without);
            return (
              <>
                <ul className={classes.found} aria-label={t('found')}>
                  {people.map((person) => (
                    <li key={person.id}>
                      <UnstyledButton
                        className={classes.one}
                        onClick={() => {
                          setText('');
                          choose(person);
                        }}
                      >
                        <span dir="auto">{person.name}</span>{' '}
                        <span className="soft">
                          {[person.externalId, person.region ?? person.territory, person.country]
                            .filter(Boolean)
                            .join(' · ')}
                        </span>
                      </UnstyledButton>
                    </li>
                  ))}
                </ul>
                <p className="soft" role="status">
                  {people.length === 0 ? t('nobody') : next !== null && t('more', { count: MOST })}
                </p>
              </>
            );
          }}
        </Loaded>
      )}
    </search>
  );
}
