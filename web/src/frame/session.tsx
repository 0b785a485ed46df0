import { Center, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import {
  createContext,
  use,
  useDeferredValue,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  type ReactNode,
} from 'react';
import { sessionsCurrentOptions } from '#api/@tanstack/react-query.gen';
import type { CurrentSession } from '#api/types.gen';
import { speakAs } from '../api/client';
import { onSignedOut } from '../api/live';
import { statusOf } from '../api/problem';
import { forgetSession, isStillRemembered, remembered, rememberSession } from './remembered';
import { Unanswered } from './unanswered';

const Session = createContext<CurrentSession | null>(null);

/** Who is signed in, and what they are here. */
export function useSession(): CurrentSession {
  const session = use(Session);
  if (session === null) throw new Error('only what stands inside the gate knows the session');
  return session;
}

/** True where nobody has answered yet who is signed in: it is who was signed in on this device last. */
const Remembered = createContext(false);
export const useIsRemembered = (): boolean => use(Remembered);

/** True where the session that this page was opened with is over. */
const Ended = createContext(false);
export const useIsEnded = (): boolean => use(Ended);

const signInHere = (): string =>
  `/sign-in?to=${encodeURIComponent(window.location.pathname + window.location.search)}`;

const RARELY_MS = 5 * 60_000;
const SOON_MS = 3_000;

/** Lets nobody past who is not signed in: they sign in first, and come back to where they wanted to go. */
export function SessionGate({ children }: { children: ReactNode }) {
  const {
    data: answered,
    error,
    failureReason,
    refetch,
  } = useQuery({
    ...sessionsCurrentOptions(),
    staleTime: 60_000,
    // Whoever looks here again may have signed in as somebody else beside this page.
    refetchOnWindowFocus: 'always',
    // Once it is over: until they have signed in beside this page. Whoever is on the way to sign in asks no more: on a
    // slow line each answer would start that way anew.
    refetchInterval: ({ state: { data: known, error: why } }) => {
      if (why === null) return RARELY_MS;
      return statusOf(why) === 401 && known === undefined ? false : SOON_MS;
    },
  });
  const isOut = statusOf(error) === 401;
  // Kept while it is asked again, so that what somebody writes meanwhile stays open.
  const [isCutOff, setCutOff] = useState(false);
  if (!isCutOff && failureReason !== null && statusOf(failureReason) === 0) setCutOff(true);
  const data = answered ?? (isCutOff && !isOut ? remembered() : undefined);
  const leaves = isOut && answered === undefined;
  useEffect(() => {
    if (!leaves) return;
    forgetSession();
    window.location.replace(signInHere());
  }, [leaves]);
  useEffect(() => onSignedOut(() => window.location.replace('/sign-in')), []);
  const opened = useRef<string>(null);
  // The way back leads to a page as it was left, with what it showed to whoever has signed out since.
  useEffect(() => {
    const cameBack = ({ persisted }: PageTransitionEvent): void => {
      if (persisted && opened.current !== null && !isStillRemembered(opened.current))
        window.location.reload();
    };
    window.addEventListener('pageshow', cameBack);
    return () => window.removeEventListener('pageshow', cameBack);
  }, []);
  // Before anything that stands inside sends what waits.
  useLayoutEffect(() => {
    if (!data) return;
    opened.current ??= data.person.id;
    if (answered) rememberSession(answered);
    // What was read for one person is not for the next.
    if (opened.current !== data.person.id) window.location.reload();
    else speakAs(data.person.id, answered?.csrfToken ?? null);
  }, [data, answered]);
  const isDrawn = useDeferredValue(data !== undefined);
  if (data === undefined || !isDrawn)
    return error === null || leaves || data !== undefined ? (
      <Center h="100dvh">
        <Loader aria-label="Followthrough" />
      </Center>
    ) : (
      <Unanswered again={() => void refetch()} />
    );
  return (
    <Session value={data}>
      <Remembered value={answered === undefined}>
        <Ended value={isOut}>{children}</Ended>
      </Remembered>
    </Session>
  );
}
