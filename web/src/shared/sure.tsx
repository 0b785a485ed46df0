import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { messageOf } from '../api/problem';

/** A press that is asked once more about: it cannot be taken back, or moves many. */
export function Sure({
  word,
  label,
  question,
  no,
  isSending,
  error,
  onSure,
}: {
  word: string;
  /** The same, and of what. */
  label: string;
  question: string;
  no: string;
  isSending: boolean;
  error: unknown;
  onSure: () => void;
}) {
  const [asks, setAsks] = useState(false);
  if (!asks)
    return (
      <Button mih={44} variant="default" aria-label={label} onClick={() => setAsks(true)}>
        {word}
      </Button>
    );
  return (
    <div role="group" aria-label={label}>
      <p>{question}</p>
      {error !== null && <p role="alert">{messageOf(error)}</p>}
      <Group gap="xs">
        <Button mih={44} autoFocus loading={isSending} onClick={onSure}>
          {word}
        </Button>
        <Button mih={44} variant="default" onClick={() => setAsks(false)}>
          {no}
        </Button>
      </Group>
    </div>
  );
}
