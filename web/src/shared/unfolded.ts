import { useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';

/** What an address ends on (`#id`) is unfolded and brought into view, also where it is drawn later than the page. */
export function useUnfolded<E extends HTMLElement>(id: string) {
  const ref = useRef<E>(null);
  const isMeant = useLocation({ select: ({ hash }) => hash === id });
  useEffect(() => {
    if (!isMeant) return;
    for (
      let around = ref.current?.closest('details');
      around;
      around = around.parentElement?.closest('details')
    )
      around.open = true;
    ref.current?.scrollIntoView();
  }, [isMeant]);
  return ref;
}
