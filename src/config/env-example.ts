import { SETTINGS, type ProcessName, type Setting } from './settings.js';

const WHERE: Readonly<Record<ProcessName, string>> = { api: 'API', worker: 'worker' };

const HEAD = `# Every setting of the API (npm start) and of the worker (npm run worker), with its meaning.
# Lines that begin with # may stay as they are: what they show is the default, or an example.
# Written from src/config/settings.ts by: node dist/src/config/print-env-example.js > .env.example
`;

/** The text of .env.example. */
export function envExample(): string {
  return (
    HEAD +
    Object.entries<Setting>(SETTINGS)
      .map(([name, setting]) => entry(name, setting))
      .join('')
  );
}

function entry(name: string, setting: Setting): string {
  const readers = setting.for.map((process) => WHERE[process]).join(' and ');
  return `\n# ${setting.meaning}\n# Read by ${readers}. ${ruleOf(setting)}\n${lineOf(name, setting)}\n`;
}

function ruleOf(setting: Setting): string {
  if (setting.default !== undefined)
    return `Default: ${setting.default}. Another example: ${setting.example}`;
  if (setting.optional === true) return 'May be left out.';
  return setting.optional ? `The ${WHERE[setting.optional]} may do without.` : 'Must be set.';
}

function lineOf(name: string, setting: Setting): string {
  if (setting.default !== undefined) return `#${name}=${setting.default}`;
  return `${setting.optional === true ? '#' : ''}${name}=${setting.example}`;
}
