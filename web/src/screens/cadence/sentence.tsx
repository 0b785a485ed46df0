import { useTranslations } from 'use-intl';
import { clung } from './clung';
import { readAt } from './document';
import { useEditing } from './editing';
import type { Field } from './fields';
import { Choice, NumberInput, SpanInput } from './inputs';
import { Row } from './row';

/** One place of the document as a sentence with a field in it. */
export function Sentence({ field: { path, kind, otherwise, usual, most } }: { field: Field }) {
  const t = useTranslations('cadence');
  const { draft, clock, write } = useEditing();
  const value = readAt(draft, path) ?? otherwise;
  const label = t(`field.${path}.name`);
  const [from, to] = usual;
  const range = t(kind === 'count' ? 'usual.count' : `usual.${clock}`, { from, to });
  return (
    <Row path={path} range={range} why={{ value: `${t(`field.${path}.why`)} ${range}` }}>
      {(told) =>
        t.rich(`field.${path}.says`, {
          count: typeof value === 'number' ? value : 2,
          field: clung(
            kind === 'count' ? (
              <NumberInput
                {...told('value')}
                label={label}
                most={most}
                value={typeof value === 'number' ? value : null}
                onChange={(count) => write(path, count ?? undefined)}
              />
            ) : (
              <SpanInput
                told={told('value')}
                label={label}
                value={value}
                onChange={(span) => write(path, span)}
              />
            ),
          ),
        })
      }
    </Row>
  );
}

export function ClockSentence() {
  const t = useTranslations('cadence');
  const { clock, write } = useEditing();
  return (
    <Row path="clock" why={{ value: t('field.clock.why') }}>
      {(told) =>
        t.rich('field.clock.says', {
          field: clung(
            <Choice
              {...told('value')}
              label={t('field.clock.name')}
              value={clock}
              of={(['working', 'calendar'] as const).map((one) => ({ value: one, label: t(`clock.${one}`) }))}
              onChange={(chosen) => write('clock', chosen)}
            />,
          ),
        })
      }
    </Row>
  );
}

/** The lowest level that counts, of those that the program's rubrics know. */
export function LevelSentence() {
  const t = useTranslations('cadence');
  const { draft, levels, write } = useEditing();
  const value = readAt(draft, 'adoption.level');
  return (
    <Row path="adoption.level" why={{ value: t('field.adoption.level.why') }}>
      {(told) =>
        t.rich('field.adoption.level.says', {
          field: clung(
            <Choice
              {...told('value')}
              label={t('field.adoption.level.name')}
              value={typeof value === 'string' ? value : undefined}
              of={levels.map(({ code, label }) => ({ value: code, label }))}
              onChange={(chosen) => write('adoption.level', chosen)}
            />,
          ),
        })
      }
    </Row>
  );
}
