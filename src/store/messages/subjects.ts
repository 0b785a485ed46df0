/** In SQL: the key of the obligation that a nudge speaks of, whatever it says of it (`domain/message/subject.ts`). */
export const owedKey = (subject: string): string =>
  `regexp_replace(${subject}, '^(notice|talk|whose/[^/]+/[^/]+)/', '')`;

/** In SQL: when somebody first gave an answer to an open obligation that stands. */
export const answeredAt = (owed: string, answer: string): string =>
  `(jsonb_path_query_first(${owed}, '$.answers[*] ? (@.answer == "${answer}").at'))::float8`;

/** In SQL: who gave it. */
export const answeredBy = (owed: string, answer: string): string =>
  `(jsonb_path_query_first(${owed}, '$.answers[*] ? (@.answer == "${answer}").person') #>> '{}')::uuid`;

/**
 * In SQL: what is told of the open obligation is no wish to talk that is over, about what somebody else owes, and no doubt
 * whose rep it is that is over.
 */
export const isNotPast = (subject: string, owed: string, audience: string): string =>
  `CASE WHEN ${subject} LIKE 'talk/%' THEN ${owed} ->> 'owner' = ${audience} OR ${answeredAt(owed, 'talkAbout')} IS NOT NULL
        WHEN ${subject} LIKE 'whose/%' THEN split_part(${subject}, '/', 2) IS NOT DISTINCT FROM ${owed} ->> 'doubt' ELSE true END`;

/** In SQL: no loop says when this nudge goes. Figures belong to none, and the monthly question stands in no log. */
export const IS_WITHOUT_LOOP = `(enrolment_id IS NULL OR obligation LIKE 'pulse/%')`;
