import type { ExecutionContext } from '@nestjs/common';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { answerSchemaOf } from './operation.js';
import { showingOf } from './shows.js';

/** Routes whose answer shows nobody's record, and why a reader of the audit misses nothing. */
const SHOWS_NOBODY: Readonly<Record<string, string>> = {
  'CadencesController.*': 'what is configured',
  'CadenceMovesController.list': 'counts',
  'CadenceMovesController.start': 'what is configured',
  'CadenceMovesController.undo': 'what is configured',
  'CadenceMovesController.pause': 'counts',
  'CadenceMovesController.resume': 'counts',
  'CadenceMovesController.cancel': 'counts',
  'CapabilitiesController.*': 'what is configured',
  'TrainingsController.*': 'what is configured',
  'ProgramsController.*': 'what is configured; owner and sponsor by their ids',
  'RehearsalsController.review': 'counts',
  'SimulationsController.list': 'counts',
  'RolloutsController.*': 'counts',
  'WavesController.*': 'counts',
  'CadenceMovesController.regions': 'counts',
  'InsightsController.*': 'counts',
  'AlertsController.*': 'counts, who takes an alert, lets it rest or closes it, and who may',
  'FigureMessagesController.*': 'counts, and who takes an alert',
  'SamplesController.*': 'samples in place of people',
  'RefinementsController.*': 'counts, and who recorded a refinement',
  'ImportsController.columns': 'of a file, to whoever sends it',
  'CountryProfilesController.*': 'what is configured',
  'CalendarsController.*': 'what is configured',
  'PulsesController.*': 'the caller’s own questions',
  'SubscriptionsController.*': 'what the caller chose for themselves',
  'FaultsController.*': 'ids and codes',
  'FindingsController.*': 'ids and codes',
  'OperationsController.parts': 'counts',
  'OperationsController.jobs': 'counts',
  'OperationsController.retry': 'the id that the caller named',
  'OperationsController.ring': 'the id that the caller named',
  'EventsController.*': 'ids of enrolments; what is read by them is noted',
  'PreferencesController.*': 'the caller’s own',
  'SessionsController.*': 'the caller’s own sessions',
  'SignInController.*': 'the caller’s own session; personas in the demo alone',
  'ErasureController.*': 'that it is done',
  'RoleGrantsController.grant': 'what the caller has just granted',
  'RoleGrantsController.end': 'what the caller has just ended',
  'ObservationsController.share': 'the id of the reader whom the caller named',
  'ObservationsController.shares': 'ids of readers, to those who shared',
  'LinesController.standIns': 'names of colleagues, as a list of the house has them',
  'SlackController.*': 'what it shows is asked for by requests of whoever pressed, each noted',
  'HealthController.*': 'no person at all',
  'MailController.*': 'what became of a mail: codes',
  'MetricsController.*': 'counts',
  'KeysController.*': 'machines',
  'ActsController.act': 'that it is noted',
  'AnswersController.*': 'the id of the fact that the caller has just told',
  'OpenAnswersController.*': 'the id of the fact that the caller has just told',
  'CoachingController.*': 'the id of the fact that the caller has just told',
  'CourseController.*': 'the id of the fact that the caller has just told',
  'ReportsController.observe': 'the ids of what the caller has just told',
};

type Handlers = Record<string, (...parameters: never[]) => unknown>;

async function routes(): Promise<{ name: string; shows: boolean }[]> {
  const api = join(import.meta.dirname, '..');
  const files = readdirSync(api, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.controller.ts'),
  );
  const modules: Record<string, { name: string; prototype: Handlers }>[] = [];
  for (const file of files) modules.push((await import(join(api, file))) as (typeof modules)[number]);
  return modules
    .flatMap((module) => Object.values(module))
    .flatMap(({ name, prototype }) =>
      Object.getOwnPropertyNames(prototype)
        .filter((method) => method !== 'constructor')
        .map((method) => ({ method, handler: prototype[method]! }))
        .filter(({ handler }) => Reflect.hasMetadata('path', handler))
        .map(({ method, handler }) => {
          const schema = answerSchemaOf({ getHandler: () => handler } as unknown as ExecutionContext);
          return { name: `${name}.${method}`, shows: schema !== null && showingOf(schema) !== undefined };
        }),
    );
}

describe('every route', () => {
  it('says whose records its answer shows, or stands above with the reason why it need not', async () => {
    const all = await routes();
    expect(all.length).toBeGreaterThan(70);
    const listed = (name: string): boolean =>
      name in SHOWS_NOBODY || `${name.split('.')[0]}.*` in SHOWS_NOBODY;
    const silent = all.filter(({ name, shows }) => !shows && !listed(name)).map(({ name }) => name);
    expect(silent.sort()).toEqual([
      'AbsencesController.cancel',
      'LinesController.endShare',
      'ObservationsController.end',
    ]);
    expect(all.filter(({ name, shows }) => shows && listed(name))).toEqual([]);
  });
});
