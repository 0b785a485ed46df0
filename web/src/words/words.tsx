import { queryOptions, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, type ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import { remembered } from '../frame/remembered';
import { useSession } from '../frame/session';
import { FALLBACK, LANGUAGES, PLACES, type Language } from './languages';

/** The first language of ours that a person reads: theirs, else one of the browser's. */
const languageOf = (wanted: readonly string[]): Language =>
  wanted.map((tag) => tag.split('-')[0]).find((tag): tag is Language => tag! in LANGUAGES) ?? FALLBACK;

const wordsOf = (language: Language) =>
  queryOptions({
    queryKey: [{ _id: 'words', language }],
    queryFn: async () => ({ language, messages: (await LANGUAGES[language]()).default }),
    staleTime: Infinity,
  });

/** The words that this device most likely shows, before anybody has said who is signed in. */
export const likelyWords = () =>
  wordsOf(languageOf([remembered()?.person.language ?? '', ...navigator.languages]));

/**
 * Everything that is said inside is said in the language of whoever is signed in, with the times of their zone: messages
 * and forms mean that one, wherever the device is.
 */
export function Words({ children }: { children: ReactNode }) {
  const { person } = useSession();
  const language = languageOf([person.language, ...navigator.languages]);
  const { data } = useQuery({ ...wordsOf(language), placeholderData: (before) => before });
  useEffect(() => {
    if (data) document.documentElement.lang = data.language;
  }, [data]);
  const isDrawn = useDeferredValue(data !== undefined);
  if (!data || !isDrawn) return null;
  return (
    <IntlProvider
      locale={placeOf(person.language, data.language)}
      messages={data.messages}
      timeZone={person.zone}
    >
      {children}
    </IntlProvider>
  );
}

/** Dates as their messages write them: as in the place of their own language, else in that of the words. */
const placeOf = (own: string, language: Language): string =>
  own.startsWith(`${language}-`) ? own : PLACES[language];
