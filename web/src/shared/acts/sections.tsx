import type { ReactNode } from 'react';
import type { ActForm } from '#api/types.gen';
import type { Filled } from './draft';
import { Asked } from './field';
import { IfThen, QualityHint } from './quality';
import classes from './acts.module.css';

type Field = ActForm['fields'][number];

/** Sections in full; of what more could be reported each is a line that unfolds. */
const IN_FULL = 3;

const isReported = (fields: readonly Field[]): boolean => fields.some(({ writes }) => writes === 'evidence');

/** What the evidence is that a suggestion follows. */
const evidenceFor = (suggestion: Field, fields: readonly Field[], filled: Filled): string => {
  const before = fields.slice(0, fields.indexOf(suggestion));
  return filled[before.findLast(({ writes }) => writes === 'evidence')?.name ?? ''] ?? '';
};

/** The fields of a form, those that belong together under one heading. */
export function Sections({
  form,
  filled,
  begun,
  wrong,
  set,
}: {
  form: ActForm;
  filled: Filled;
  /** What stood there when the form was opened. */
  begun: Filled;
  /** What is wrong, by the names of the fields. */
  wrong: ReadonlyMap<string, string>;
  set: (name: string, value: string) => void;
}) {
  return sectionsOf(form.fields).map(({ section, fields }, index) => (
    <Section
      key={index}
      title={section}
      folded={index >= IN_FULL && isReported(fields) && !fields.some(({ name }) => begun[name])}
      opened={fields.some(({ name }) => wrong.has(name))}
    >
      {fields.map((field) => (
        <div key={field.name}>
          <Asked
            field={field}
            value={filled[field.name] ?? ''}
            error={wrong.get(field.name)}
            beside={field === fields.find(({ kind }) => kind === 'text') ? form.beside : null}
            onChange={(value) => set(field.name, value)}
          />
          {field.writes === 'suggestion' && (
            <QualityHint
              evidence={evidenceFor(field, fields, filled)}
              suggestion={filled[field.name] ?? ''}
            />
          )}
          {field.writes === 'action' && (
            <IfThen value={filled[field.name] ?? ''} onChange={(value) => set(field.name, value)} />
          )}
        </div>
      ))}
    </Section>
  ));
}

interface Part {
  section: string | null;
  fields: ActForm['fields'];
}

/** Fields that follow each other under one heading. */
function sectionsOf(fields: ActForm['fields']): Part[] {
  const parts: Part[] = [];
  for (const field of fields) {
    const last = parts.at(-1);
    if (last && last.section === field.section) last.fields.push(field);
    else parts.push({ section: field.section, fields: [field] });
  }
  return parts;
}

function Section({
  title,
  folded,
  opened,
  children,
}: {
  title: string | null;
  folded: boolean;
  /** Folded or not: something in it is to be looked at. */
  opened: boolean;
  children: ReactNode;
}) {
  if (title === null) return <div className={classes.part}>{children}</div>;
  if (!folded)
    return (
      <div role="group" aria-label={title} className={classes.part}>
        <h3>{title}</h3>
        {children}
      </div>
    );
  return (
    <details open={opened} className={classes.more}>
      <summary>
        <h3>{title}</h3>
      </summary>
      <div role="group" aria-label={title} className={classes.part}>
        {children}
      </div>
    </details>
  );
}
