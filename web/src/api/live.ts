import { useEffect } from 'react';
import type { QueryClient } from '@tanstack/react-query';
import { useQueryClient } from '@tanstack/react-query';
import { sessionsCurrentQueryKey } from '#api/@tanstack/react-query.gen';

/** Lists are read anew at once; where much happens in them, after so many times in a row, once in so long. */
const LISTS_IN_A_ROW = 8;
const LISTS_EVERY_MS = 3_000;
/** A browser itself asks again where the line broke, and not where it was told no. */
const AGAIN_AFTER_MS = 15_000;
const OF_ONE: ReadonlySet<string> = new Set(['enrolmentsGet', 'enrolmentsTimeline']);
const OF_MANY: ReadonlySet<string> = new Set([
  'enrolmentsList',
  'enrolmentsGrid',
  'queueList',
  'queueVisits',
  'alertsList',
  'patternsGet',
  'unreachableList',
]);

interface Key {
  _id?: string;
  path?: { id?: string };
}

/** Reads anew what is shown of these enrolments; null: of all. */
const refreshOnes = (client: QueryClient, ids: readonly string[] | null): Promise<void> =>
  client.invalidateQueries({
    predicate: ({ queryKey }) => {
      const { _id, path } = (queryKey[0] ?? {}) as Key;
      return OF_ONE.has(_id ?? '') && (ids === null || ids.includes(path?.id ?? ''));
    },
  });

const refreshLists = (client: QueryClient): Promise<void> =>
  client.invalidateQueries({ predicate: ({ queryKey }) => OF_MANY.has((queryKey[0] as Key)?._id ?? '') });

const refreshAll = (client: QueryClient): Promise<unknown> =>
  Promise.all([refreshOnes(client, null), refreshLists(client)]);

/**
 * Between the tabs of a browser: somebody did something, or signed out. A tab that is hidden hears nothing from the
 * server.
 */
const tabs = new BroadcastChannel('acted');
type Told = 'acted' | 'signedOut';
const tell = (told: Told): void => tabs.postMessage(told);

/** Whoever signs out in one tab has left all of them. */
export const tellSignedOut = (): void => tell('signedOut');

/** @returns stops listening */
export function onSignedOut(leave: () => void): () => void {
  const heard = ({ data }: MessageEvent<Told>): void => {
    if (data === 'signedOut') leave();
  };
  tabs.addEventListener('message', heard);
  return () => tabs.removeEventListener('message', heard);
}

/** Reads anew whatever somebody may have changed by what they just did, in every tab. */
export function readAnew(client: QueryClient): Promise<unknown> {
  tell('acted');
  return refreshAll(client);
}

/** Keeps what is shown true while the page is looked at: the server says which enrolments have changed. */
export function useLive(): void {
  const client = useQueryClient();
  useEffect(() => {
    let source: EventSource | null = null;
    let waiting: number | null = null;
    let again: number | null = null;
    let mayHaveMissed = false;
    const askWho = (): Promise<void> => client.invalidateQueries({ queryKey: sessionsCurrentQueryKey() });
    /** Each reading uses up one interval; a row of them is lent in advance. */
    let usedUntil = -Infinity;
    /** Nobody named what has changed: what is shown of single enrolments is read anew with the lists. */
    let unnamed = false;
    const listsSoon = (): void => {
      waiting ??= window.setTimeout(
        () => {
          waiting = null;
          usedUntil = Math.max(usedUntil, performance.now()) + LISTS_EVERY_MS;
          void (unnamed ? refreshAll(client) : refreshLists(client));
          unnamed = false;
        },
        Math.max(0, usedUntil - (LISTS_IN_A_ROW - 1) * LISTS_EVERY_MS - performance.now()),
      );
    };
    const heard = ({ data }: MessageEvent<string>): void => {
      const { enrolments } = JSON.parse(data) as { enrolments: string[] | null };
      if (enrolments === null) unnamed = true;
      else void refreshOnes(client, enrolments);
      listsSoon();
    };
    // What happened while the line was down was told to nobody; and somebody else may have signed in beside this page.
    const opened = (): void => {
      const who = mayHaveMissed ? askWho() : null;
      // Also what was read before the line was opened for the first time.
      void Promise.resolve(who).then(() => refreshAll(client));
      mayHaveMissed = true;
    };
    const failed = (): void => {
      mayHaveMissed = true;
      if (source?.readyState !== EventSource.CLOSED) return;
      source = null;
      // They may have signed out where no page of the app says so.
      void askWho();
      again = window.setTimeout(follow, AGAIN_AFTER_MS);
    };
    // A page that nobody looks at holds no connection, of which a browser has few.
    const follow = (): void => {
      if (document.visibilityState === 'visible' && source === null) {
        source = new EventSource('/api/v1/events');
        source.addEventListener('open', opened);
        source.addEventListener('changed', heard);
        source.addEventListener('error', failed);
      } else if (document.visibilityState === 'hidden') {
        source?.close();
        source = null;
      }
    };
    const heardFromTab = ({ data }: MessageEvent<Told>): void => {
      if (data === 'acted') void refreshAll(client);
    };
    follow();
    tabs.addEventListener('message', heardFromTab);
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      tabs.removeEventListener('message', heardFromTab);
      source?.close();
      for (const timer of [waiting, again]) if (timer !== null) window.clearTimeout(timer);
    };
  }, [client]);
}
