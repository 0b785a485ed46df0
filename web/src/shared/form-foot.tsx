import { Button, Group, Text } from '@mantine/core';
import { messageOf } from '../api/problem';

/** Under a small form: what went wrong, where no field says so, and what may be done with it. */
export function FormFoot({
  error,
  isSending,
  send,
  cancel,
  close,
}: {
  error: unknown;
  isSending: boolean;
  /** On the two buttons. */
  send: string;
  cancel: string;
  close: () => void;
}) {
  return (
    <>
      {error !== null && (
        <Text role="alert" size="sm" c="var(--warn)">
          {messageOf(error)}
        </Text>
      )}
      <Group gap="xs">
        <Button type="submit" loading={isSending}>
          {send}
        </Button>
        <Button variant="default" onClick={close}>
          {cancel}
        </Button>
      </Group>
    </>
  );
}
