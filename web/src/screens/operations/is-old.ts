import { useEffect, useState } from 'react';

const OLD_MS = 60_000;
const LOOK_MS = 5_000;

/** Whether an answer came more than a minute ago by the clock of this device, also where no newer one comes. */
export function useIsOld(answeredAt: number): boolean {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const looking = window.setInterval(() => setNow(Date.now()), LOOK_MS);
    return () => window.clearInterval(looking);
  }, []);
  return now - answeredAt > OLD_MS;
}
