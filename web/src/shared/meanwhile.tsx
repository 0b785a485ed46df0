import { Alert, Button, Group } from '@mantine/core';
import { useTranslations } from 'use-intl';

/** What has changed while somebody was at it, beside what they want: to compare, and to choose. */
export function Meanwhile({
  then,
  since,
  mine = [],
  keep,
  onKeep,
  leave,
  onLeave,
}: {
  /** Facts as they were and as they are. What stands in both is not shown. */
  then: readonly string[];
  since: readonly string[];
  mine?: readonly string[];
  /** What the two buttons say: what was wanted all the same, or not. */
  keep: string;
  onKeep: () => void;
  leave: string;
  onLeave: () => void;
}) {
  const t = useTranslations('meanwhile');
  const rows = {
    then: then.filter((fact) => !since.includes(fact)),
    since: since.filter((fact) => !then.includes(fact)),
    mine,
  };
  return (
    <Alert variant="light" role="alert" title={t('title')} my="md">
      {(['then', 'since', 'mine'] as const).map(
        (row) =>
          rows[row].length > 0 && (
            <p key={row} dir="auto">
              <strong>{t(row)}</strong> {rows[row].join(' · ')}
            </p>
          ),
      )}
      <Group mt="sm">
        <Button variant="default" mih={44} onClick={onKeep}>
          {keep}
        </Button>
        <Button variant="subtle" mih={44} onClick={onLeave}>
          {leave}
        </Button>
      </Group>
    </Alert>
  );
}
