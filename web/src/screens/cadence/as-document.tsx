import { Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '../../api/problem';
import { isDraft, isSame, type Draft } from './document';
import classes from './cadence.module.css';

const written = (draft: Draft): string => JSON.stringify(draft, null, 2);

/** The document itself, as it is kept and exchanged. */
export function AsDocument({ draft, fill }: { draft: Draft; fill: (draft: Draft) => void }) {
  const t = useTranslations('cadence.document');
  const [text, setText] = useState(written(draft));
  const read = readText(text);
  // A template, or what was kept elsewhere, came in meanwhile.
  if (isDraft(read) && !isSame(read, draft)) setText(written(draft));
  return (
    <Textarea
      label={t('title')}
      description={t('text')}
      classNames={{ input: classes.json }}
      rows={32}
      spellCheck={false}
      dir="ltr"
      value={text}
      error={isDraft(read) ? undefined : t('unreadable', { why: read })}
      onChange={({ currentTarget: { value } }) => {
        setText(value);
        const now = readText(value);
        if (isDraft(now)) fill(now);
      }}
    />
  );
}

/** The draft, or why there is none. */
function readText(text: string): Draft | string {
  try {
    const read: unknown = JSON.parse(text);
    return isDraft(read) ? read : '{ … }';
  } catch (error) {
    return messageOf(error);
  }
}
