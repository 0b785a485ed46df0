import { Initial1780000000000 } from './1780000000000-initial.js';
import { CountWhatWentWrong1780000050000 } from './1780000050000-count-what-went-wrong.js';
import { Callers1780000100000 } from './1780000100000-callers.js';
import { BuildsAndFirstRatings1780000150000 } from './1780000150000-builds-and-first-ratings.js';
import { Access1780000200000 } from './1780000200000-access.js';
import { Sessions1780000300000 } from './1780000300000-sessions.js';
import { Audit1780000400000 } from './1780000400000-audit.js';
import { Profiles1780000500000 } from './1780000500000-profiles.js';
import { People1780000600000 } from './1780000600000-people.js';
import { OneRankedMessage1780000700000 } from './1780000700000-one-ranked-message.js';
import { Findings1780000800000 } from './1780000800000-findings.js';
import { MakersOfKeys1780000900000 } from './1780000900000-makers-of-keys.js';
import { Invitations1780001000000 } from './1780001000000-invitations.js';
import { Bounces1780001010000 } from './1780001010000-bounces.js';
import { HowItWent1780001100000 } from './1780001100000-how-it-went.js';
import { PromiseChecks1780001200000 } from './1780001200000-promise-checks.js';
import { Drafts1780001400000 } from './1780001400000-drafts.js';
import { Subscriptions1780001500000 } from './1780001500000-subscriptions.js';
import { SaidToAPerson1780001600000 } from './1780001600000-said-to-a-person.js';
import { RoomToUpdate1780001700000 } from './1780001700000-room-to-update.js';
import { Figures1780001750000 } from './1780001750000-figures.js';
import { FigureAlerts1780001751000 } from './1780001751000-figure-alerts.js';
import { AlertMessages1780001760000 } from './1780001760000-alert-messages.js';
import { AlertScopes1780001761000 } from './1780001761000-alert-scopes.js';
import { Refinements1780001790000 } from './1780001790000-refinements.js';
import { FiguresAtSize1780001800000 } from './1780001800000-figures-at-size.js';
import { AlertActs1780001810000 } from './1780001810000-alert-acts.js';
import { ActionsThatStand1780001850000 } from './1780001850000-actions-that-stand.js';
import { CadenceMoves1780001860000 } from './1780001860000-cadence-moves.js';
import { Simulations1780001870000 } from './1780001870000-simulations.js';
import { TriesByHand1780001890000 } from './1780001890000-tries-by-hand.js';
import { WordsOfAlertActs1780001880000 } from './1780001880000-words-of-alert-acts.js';
import { FittedBehaviour1780001930000 } from './1780001930000-fitted-behaviour.js';
import { MovesOfNextCycles1780001940000 } from './1780001940000-moves-of-next-cycles.js';
import { Waves1780001910000 } from './1780001910000-waves.js';
import { BiViews1780001820000 } from './1780001820000-bi-views.js';
import { FiguresInParts1780001830000 } from './1780001830000-figures-in-parts.js';

/** Oldest first. */
export const migrations = [
  Initial1780000000000,
  CountWhatWentWrong1780000050000,
  Callers1780000100000,
  BuildsAndFirstRatings1780000150000,
  Access1780000200000,
  Sessions1780000300000,
  Audit1780000400000,
  Profiles1780000500000,
  People1780000600000,
  OneRankedMessage1780000700000,
  Findings1780000800000,
  MakersOfKeys1780000900000,
  Invitations1780001000000,
  Bounces1780001010000,
  HowItWent1780001100000,
  PromiseChecks1780001200000,
  Drafts1780001400000,
  Subscriptions1780001500000,
  SaidToAPerson1780001600000,
  RoomToUpdate1780001700000,
  Figures1780001750000,
  FigureAlerts1780001751000,
  AlertMessages1780001760000,
  AlertScopes1780001761000,
  Refinements1780001790000,
  FiguresAtSize1780001800000,
  AlertActs1780001810000,
  BiViews1780001820000,
  FiguresInParts1780001830000,
  ActionsThatStand1780001850000,
  CadenceMoves1780001860000,
  Simulations1780001870000,
  WordsOfAlertActs1780001880000,
  TriesByHand1780001890000,
  Waves1780001910000,
  FittedBehaviour1780001930000,
  MovesOfNextCycles1780001940000,
];
