import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { IntlProvider, useLocale, useMessages, useTimeZone } from 'use-intl';
import { Loading } from '../shared/states';
import { MORE, type Language } from './languages';

/** What is said inside may also speak of something whose words are loaded with the first screen that needs them. */
export function MoreWords({ of, children }: { of: keyof typeof MORE; children: ReactNode }) {
  const locale = useLocale();
  const timeZone = useTimeZone();
  const messages = useMessages();
  const language = locale.split('-')[0] as Language;
  const { data } = useQuery({
    queryKey: [{ _id: 'moreWords', of, language }],
    queryFn: async () => (await MORE[of][language]()).default,
    staleTime: Infinity,
  });
  if (!data) return <Loading />;
  return (
    <IntlProvider locale={locale} messages={{ ...messages, ...data }} {...(timeZone && { timeZone })}>
      {children}
    </IntlProvider>
  );
}
