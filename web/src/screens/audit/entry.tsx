import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import type { AuditPage } from '#api/types.gen';
import { Moment } from '../../shared/moment';

type AuditEntry = AuditPage['items'][number];

/** One entry as a sentence, whose records it is about, and what else it says, unfolded. */
export function Entry({ entry }: { entry: AuditEntry }) {
  const t = useTranslations('audit');
  const { at, event, outcome, record, whose, people } = entry;
  const isRefused = outcome === 'refused' && (event === 'signIn' || event === 'keyUse');
  const others = people.length - whose.length;
  return (
    <li>
      <p>
        {t.rich(isRefused ? `said.${event}Refused` : `said.${event}`, {
          who: () => <Who entry={entry} />,
          record: useKind(record),
        })}
      </p>
      {people.length > 0 && (
        <p>
          {t('filters.whose')}:{' '}
          {whose.map(({ id, name }, place) => (
            <span key={id}>
              {place > 0 && ', '}
              <Link to="/audit" search={{ person: id }} dir="auto">
                {name}
              </Link>
            </span>
          ))}
          {others > 0 && ` ${whose.length > 0 ? '+ ' : ''}${t('others', { count: others })}`}
        </p>
      )}
      <p className="soft">
        <Moment at={at} as="second" />
      </p>
      <More entry={entry} />
    </li>
  );
}

function useKind(record: AuditEntry['record']): string {
  const t = useTranslations('audit.record');
  if (record === null) return t('none');
  const key = record.type as 'person';
  return t.has(key) ? t(key) : t('other', { type: record.type });
}

/** Who did it, as a way to all that they did. */
function Who({ entry: { by, via } }: { entry: AuditEntry }) {
  const t = useTranslations('audit');
  const machine = by.kind === 'key' ? t('machine', { name: by.name ?? '' }) : null;
  const person = by.person && (by.person.name ?? t('gone'));
  const id = by.person?.id ?? (by.kind === 'key' ? by.id : null);
  const name =
    person !== null && machine !== null
      ? t('forSomebody', { machine, name: person })
      : (person ?? machine ?? (by.kind === 'role' ? t('process', { name: via }) : t('nobody')));
  if (id === null) return <strong>{name}</strong>;
  return (
    <strong>
      <Link to="/audit" search={{ by: id }} dir="auto">
        {name}
      </Link>
    </strong>
  );
}

function More({ entry }: { entry: AuditEntry }) {
  const t = useTranslations('audit');
  const { action, route, via, address, record, requestId, before, after } = entry;
  const rows = [
    ['permission', action],
    ['route', route],
    ['via', via],
    ['address', address],
    ['recordIs', record && [record.type, record.id].filter(Boolean).join('/')],
    ['request', requestId],
    ['before', before && JSON.stringify(before, null, 1)],
    ['after', after && JSON.stringify(after, null, 1)],
  ] as const;
  return (
    <details>
      <summary>{t('more')}</summary>
      <dl>
        {rows.map(([name, value]) =>
          value === null ? null : (
            <div key={name}>
              <dt>{t(name)}</dt>
              <dd>
                <code>{value}</code>
              </dd>
            </div>
          ),
        )}
      </dl>
    </details>
  );
}
