import type { EntityManager } from 'typeorm';
import type { AnyFact } from '../../domain/facts.js';
import { is } from '../../domain/loop/log.js';
import { toIso } from '../../domain/time.js';
import { rulesOf } from '../../store/calendars/country-settings.js';
import { toldWith } from '../../store/loops/facts.js';
import type { EnrolmentDetail } from './enrolments.dto.js';
import type { Eyes } from './eyes.js';

type OwnWords = Pick<EnrolmentDetail, 'ready' | 'selfAssessment' | 'maySelfAssess'>;

/**
 * What the rep said of themselves, as these eyes may see it. Read from the log, so that what was said just now stands
 * there before the loop has looked.
 * @param facts the log as it counts
 */
export async function ownWords(
  tx: EntityManager,
  { country }: { country: string },
  facts: readonly AnyFact[],
  eyes: Eyes,
): Promise<OwnWords> {
  const ready = facts.findLast((fact) => is(fact, 'ready'));
  const assessed = facts.findLast((fact) => is(fact, 'selfAssessed'));
  const told = await toldWith(
    tx,
    [ready, assessed].flatMap((fact) => fact?.id ?? []),
  );
  const seenAt = facts.findLast((fact) => is(fact, 'observed'))?.happenedAt ?? -Infinity;
  const of = (fact: AnyFact) => ({ ...eyes.fact(fact), at: toIso(fact.happenedAt), ...told.get(fact.id)! });
  const asked = ready && ready.happenedAt > seenAt ? of(ready) : null;
  const own = assessed ? of(assessed) : null;
  return {
    ready: asked?.shown ? { fact: ready!.id, at: asked.at, by: asked.texts ? asked.by : null } : null,
    selfAssessment: own?.shown
      ? {
          at: own.at,
          level: own.ratings ? assessed!.data.level : null,
          note: own.texts ? own.note : null,
          shared: eyes.areBothIn(assessed!.id),
        }
      : null,
    maySelfAssess: (await rulesOf(tx, country)).profile.selfAssessment,
  };
}
