import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import type { Logger } from 'pino';
import { DataSource } from 'typeorm';
import type { ApiSettings } from '../config/index.js';
import { Authentication } from './common/authentication.js';
import { Limits, LimitsModule } from './common/limits.js';
import { Audited } from './common/audited.js';
import { AnswerBySchema } from './common/operation.js';
import { Clock, LOG, PartsModule, SETTINGS, type ApiParts } from './common/parts.js';
import { PolicyGuard } from './common/policy-guard.js';
import { ProblemFilter } from './common/problem-filter.js';
import { Within, WithinModule } from './common/within.js';
import { AbsencesModule } from './absences/absences.module.js';
import { ActsModule } from './acts/acts.module.js';
import { AuditModule } from './audit/audit.module.js';
import { CadenceMovesModule } from './cadence-moves/cadence-moves.module.js';
import { CadencesModule } from './cadences/cadences.module.js';
import { CalendarsModule } from './calendars/calendars.module.js';
import { CapabilitiesModule } from './capabilities/capabilities.module.js';
import { CountryProfilesModule } from './country-profiles/country-profiles.module.js';
import { ErasureModule } from './erasure/erasure.module.js';
import { KeysModule } from './keys/keys.module.js';
import { LinesModule } from './lines/lines.module.js';
import { MailModule } from './mail/mail.module.js';
import { PeopleModule } from './people/people.module.js';
import { ProgramsModule } from './programs/programs.module.js';
import { SlackModule } from './slack/slack.module.js';
import { PatternsModule } from './patterns/patterns.module.js';
import { PreferencesModule } from './preferences/preferences.module.js';
import { TrainingsModule } from './trainings/trainings.module.js';
import { EnrolmentsModule } from './enrolments/enrolments.module.js';
import { EventsModule } from './events/events.module.js';
import { ImportsModule } from './imports/imports.module.js';
import { IntentsModule } from './intents/intents.module.js';
import { AlertsModule } from './alerts/alerts.module.js';
import { RefinementsModule } from './refinements/refinements.module.js';
import { InsightsModule } from './insights/insights.module.js';
import { PulsesModule } from './pulses/pulses.module.js';
import { QueueModule } from './queue/queue.module.js';
import { RehearsalsModule } from './rehearsals/rehearsals.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { RolloutsModule } from './rollouts/rollouts.module.js';
import { SimulationsModule } from './simulations/simulations.module.js';
import { SignInModule } from './sign-in/sign-in.module.js';
import { SubscriptionsModule } from './subscriptions/subscriptions.module.js';
import { UnreachableModule } from './unreachable/unreachable.module.js';
import { VisitsModule } from './visits/visits.module.js';
import { WavesModule } from './waves/waves.module.js';
import { FaultsModule } from './faults/faults.module.js';
import { FindingsModule } from './findings/findings.module.js';
import { ObservationsModule } from './observations/observations.module.js';
import { RoleGrantsModule } from './role-grants/role-grants.module.js';
import { MessagesModule } from './messages/messages.module.js';
import { HealthModule } from './health/health.module.js';
import { OperationsModule } from './operations/operations.module.js';
import { MetricsModule } from './metrics/metrics.module.js';

/** A resource is a folder beside this file, and one line here. */
const RESOURCES = [
  ActsModule,
  PeopleModule,
  LinesModule,
  AbsencesModule,
  CalendarsModule,
  CapabilitiesModule,
  TrainingsModule,
  CadencesModule,
  CadenceMovesModule,
  PatternsModule,
  RehearsalsModule,
  SimulationsModule,
  PreferencesModule,
  ProgramsModule,
  EnrolmentsModule,
  EventsModule,
  ImportsModule,
  IntentsModule,
  MailModule,
  AlertsModule,
  RefinementsModule,
  InsightsModule,
  PulsesModule,
  QueueModule,
  ReportsModule,
  RolloutsModule,
  UnreachableModule,
  VisitsModule,
  WavesModule,
  ObservationsModule,
  RoleGrantsModule,
  CountryProfilesModule,
  ErasureModule,
  KeysModule,
  SignInModule,
  SlackModule,
  SubscriptionsModule,
  AuditModule,
  FaultsModule,
  FindingsModule,
  MessagesModule,
  HealthModule,
  MetricsModule,
  OperationsModule,
];

@Module({})
export class AppModule {
  static with(parts: ApiParts): DynamicModule {
    return {
      module: AppModule,
      imports: [PartsModule.with(parts), LimitsModule, WithinModule, ...RESOURCES],
      providers: [
        {
          provide: APP_GUARD,
          useFactory: (
            dataSource: DataSource,
            clock: Clock,
            settings: ApiSettings,
            limits: Limits,
            within: Within,
          ) => new Authentication(dataSource, clock, settings, limits, within),
          inject: [DataSource, Clock, SETTINGS, Limits, Within],
        },
        // After the one that says who asks.
        {
          provide: APP_GUARD,
          useFactory: (dataSource: DataSource) => new PolicyGuard(dataSource),
          inject: [DataSource],
        },
        { provide: APP_FILTER, useFactory: (log: Logger) => new ProblemFilter(log), inject: [LOG] },
        // The first is the outermost: it sees the answer as it will be sent.
        {
          provide: APP_INTERCEPTOR,
          useFactory: (dataSource: DataSource, clock: Clock, log: Logger) =>
            new Audited(dataSource, clock, log),
          inject: [DataSource, Clock, LOG],
        },
        { provide: APP_INTERCEPTOR, useClass: AnswerBySchema },
      ],
    };
  }
}
