import { contest, measured } from './support/contest.js';
import type { Bench } from './support/bench.js';
import { allApplied, anOrganisation } from './support/organisation.js';

/** Enrolments launched a second: from the import's commit to the stored first obligation, relay included. */
export const launch: Bench = async (postgres, options) => {
  const { rows, figures } = await contest(postgres, options, async (kind, scene) => {
    const { loops } = options;
    if (kind === 'empty') return measured(scene, loops, () => scene.order({ kind: 'open', count: loops }));
    const { importCompletions } = await anOrganisation(scene.dataSource, loops);
    return measured(scene, loops, async () => {
      await importCompletions();
      await allApplied(scene.dataSource, loops);
    });
  });
  return {
    rows,
    figures: { ...figures, loops: options.loops },
    limit: "Temporal's own work per workflow: start, first task, marker, timer.",
  };
};
