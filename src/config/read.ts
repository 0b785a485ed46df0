import { SETTINGS, type ProcessName, type Setting, type SettingName } from './settings.js';
import type { z } from 'zod';

export type Environment = Readonly<Record<string, string | undefined>>;

type ValueOf<S extends Setting, P extends ProcessName> =
  z.output<S['kind']> | (S extends { optional: true | P } ? null : never);

/** The settings that a process reads, by name. Optional ones that are not set are null. */
export type Values<P extends ProcessName> = {
  [N in SettingName as P extends (typeof SETTINGS)[N]['for'][number] ? N : never]: ValueOf<
    (typeof SETTINGS)[N],
    P
  >;
};

/** Settings are missing or wrong. The message names each with what was expected; it shows no secret. */
export class SettingsError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(
      `cannot start, ${problems.length === 1 ? 'a setting is' : `${problems.length} settings are`} missing or wrong:\n` +
        problems.map((problem) => `  ${problem}\n`).join('') +
        'Set them in the environment; .env.example lists every setting with its meaning.',
    );
    this.name = 'SettingsError';
  }
}

/** Reads the settings of one process; an empty value counts as not set. Throws a SettingsError that names all problems. */
export function readValues<P extends ProcessName>(process: P, environment: Environment): Values<P> {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries<Setting>(SETTINGS)) {
    if (!setting.for.includes(process)) continue;
    const given = environment[name]?.trim() || setting.default;
    if (given === undefined) {
      values[name] = null;
      if (setting.optional !== true && setting.optional !== process)
        problems.push(`${name} is not set. ${wanted(setting)}`);
      continue;
    }
    const result = setting.kind.safeParse(given);
    if (result.success) values[name] = result.data;
    else {
      const shown = setting.secret ? 'has a value that is not shown here' : `is ${JSON.stringify(given)}`;
      problems.push(
        `${name} ${shown}; expected ${result.error.issues[0]!.message}, such as ${setting.example}`,
      );
    }
  }
  if (problems.length > 0) throw new SettingsError(problems);
  return values as Values<P>;
}

const wanted = ({ meaning, example }: Setting): string => `${meaning} Example: ${example}`;
