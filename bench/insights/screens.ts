import type { TestApi } from '../../test/support/api.js';
import { signedIn } from '../../test/support/api.js';
import { REGIONS } from '../organisation/geography.js';
import type { GlobalOrganisation } from '../organisation/global.js';

export interface Asked {
  status: number;
  body: unknown;
}

type Screen = (api: TestApi, org: GlobalOrganisation) => Promise<(turn: number) => Promise<Asked>>;

const KPIS = ['stalled', 'adopted', 'coverage', 'confirmed', 'nothingPlanned', 'feedbackLag'];
const CUTS = ['market', 'country', 'role', 'tenure', 'cohort', 'contentVersion', 'function'];
const MANAGERS = 25;

const turned = <T>(all: readonly T[], turn: number): T => all[turn % all.length]!;
const codeOf = (turn: number, { capabilityIds }: GlobalOrganisation): string =>
  `capability-${String((turn % capabilityIds.length) + 1).padStart(2, '0')}`;

/** Asked by whoever reads figures, signed in as in the app; the turn says for what. */
const figures =
  (path: string, query: (turn: number, org: GlobalOrganisation) => Record<string, string>): Screen =>
  async (api, org) => {
    const leader = await signedIn(api, org.leaderId);
    return (turn) =>
      leader.get(
        `/insights/${path}?${new URLSearchParams({ program: org.programId, ...query(turn, org) }).toString()}`,
      );
  };

/** Asked by one manager after the other. */
const ofManagers =
  (path: string): Screen =>
  async (api, { managerIds }) => {
    const step = Math.max(1, Math.floor(managerIds.length / MANAGERS));
    const some = managerIds.filter((_, index) => index % step === 0).slice(0, MANAGERS);
    const managers = await Promise.all(some.map((id) => signedIn(api, id)));
    return (turn) => turned(managers, turn).get(path);
  };

/** What is asked over HTTP, by screen. */
export const SCREENS: Readonly<Record<string, Screen>> = {
  'the map': figures('map', (turn) => ({ kpi: turned(KPIS, turn) })),
  'the map of one function': figures('map', (turn) => ({ kpi: turned(KPIS, turn), function: 'medical' })),
  'drill-down, one region and capability': figures('figures', (turn, org) => ({
    kpi: turned(KPIS, turn),
    by: turned(CUTS, turn),
    region: turned(REGIONS, turn).name,
    capability: codeOf(turn, org),
  })),
  'drill-down, all capabilities': figures('figures', (turn) => ({
    kpi: turned(KPIS, turn),
    by: turned(CUTS, turn),
    region: turned(REGIONS, turn).name,
  })),
  'the reasons': figures('reasons', (turn, org): Record<string, string> =>
    turn % 2 === 0 ? {} : { region: turned(REGIONS, turn).name, capability: codeOf(turn, org) },
  ),
  'where to intervene': figures('places', () => ({})),
  'the trend of all': figures('trends', (turn) => ({ kpi: turned(KPIS, turn) })),
  'the trend of one capability': figures('trends', (turn, org) => ({
    kpi: turned(KPIS, turn),
    capability: codeOf(turn, org),
  })),
  'beyond self-report': figures('truth', () => ({})),
  'the alerts': async (api, { leaderId, programId }) => {
    const leader = await signedIn(api, leaderId);
    return () => leader.get(`/programs/${programId}/alerts`);
  },
  'a manager’s queue': ofManagers('/queue'),
  'a manager’s team': ofManagers('/enrolments/grid'),
};
