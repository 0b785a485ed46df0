import { countedIn, kpi, KPI_NAMES, releasedEvery, type KpiName } from './catalogue.js';
import { asked } from './questions.js';

/** The page that defines every figure, in Markdown. */
export const kpiPage = (): string => `# How figures are defined

Made from \`src/insights/catalogue.ts\` by \`npm run kpis\`: do not edit. \`GET /insights/kpis\` answers the same. Every share comes
with its numerator, its denominator and a 95 % interval (Wilson); two shares are held apart only where the interval of
their difference (Newcombe) leaves zero out. [privacy.md](privacy.md) says when there is no figure.

${KPI_NAMES.map(section).join('\n\n')}
`;

function section(name: KpiName): string {
  const { title, asks, formula, denominator, leftOut, source, question } = kpi(name);
  const parts = Object.values(asked(question).parts).map((answers) =>
    answers.map((one) => `\`${one}\``).join(', '),
  );
  return `## ${title}

\`${name}\`, of ${countedIn(name)}, every ${releasedEvery(name)}. ${asks}

- **Formula:** ${formula}
- **Denominator:** ${denominator}
- **Left out:** ${leftOut}
- **Source:** ${source}
- **Answers:** ${parts.join(' | ')}`;
}
