import { Tooltip } from '@mantine/core';
import type { ReactElement } from 'react';

/** A word more on hover, focus and touch. */
export default function Hint({ label, children }: { label: string; children: ReactElement }) {
  return (
    <Tooltip label={label} events={{ hover: true, focus: true, touch: true }}>
      {children}
    </Tooltip>
  );
}
