import { useTranslations } from 'use-intl';
import type { Enrolment } from '#api/types.gen';

/** What the rep said to feedback, and whether the two have settled what they saw differently. */
export function Answer({
  answer: { answer, settledAt },
  isMine,
}: {
  answer: NonNullable<Enrolment['seen'][number]['acknowledgement']>;
  isMine: boolean;
}) {
  const t = useTranslations('enrolment.answer');
  const said = answer === 'disputed' && settledAt !== null ? 'settled' : answer;
  return <p className="soft">{isMine ? t(`mine.${said}`) : t(said)}</p>;
}
