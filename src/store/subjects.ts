/** In SQL: the key of the obligation that a nudge speaks of, whatever it says of it (`domain/message/subject.ts`). */
export const owedKey = (subject: string): string => `regexp_replace(${subject}, '^(notice|talk)/', '')`;

/** In SQL: when somebody first gave an answer to an open obligation. */
export const answeredAt = (owed: string, answer: string): string =>
  `(jsonb_path_query_first(${owed}, '$.answers[*] ? (@.answer == "${answer}").at'))::float8`;

/** In SQL: who gave it. */
export const answeredBy = (owed: string, answer: string): string =>
  `(jsonb_path_query_first(${owed}, '$.answers[*] ? (@.answer == "${answer}").person') #>> '{}')::uuid`;
