import { kpi, KPI_NAMES, LEARNING_KPIS, type Kpi } from './catalogue.js';
import { asked } from './questions.js';

/** The page that defines every figure, in Markdown. */
export const kpiPage = (): string => `# How figures are defined

Made from \`src/insights/catalogue.ts\` by \`npm run kpis\`: do not edit. \`GET /insights/kpis\` answers the same. Every share comes
with its numerator, its denominator and a 95 % interval (Wilson); two shares are held apart only where the interval of
their difference (Newcombe) leaves zero out. [privacy.md](privacy.md) says when there is no figure.

${KPI_NAMES.map((name) => section(name, kpi(name))).join('\n\n')}

# What a training left behind

By version of its content, for the training team: \`GET /programs/ID/anchors\`, and before and after a refinement
(\`GET /programs/ID/refinements\`). Two cohorts are followed equally long. Observed, not explained: other things changed too.

${Object.entries<Kpi>(LEARNING_KPIS)
  .map(([name, one]) => section(name, one))
  .join('\n\n')}
`;

function section(name: string, of: Kpi): string {
  const { title, asks, formula, denominator, leftOut, source, question } = of;
  const { parts: divided, counts, every } = asked(question);
  const parts = Object.values(divided).map((answers) => answers.map((one) => `\`${one}\``).join(', '));
  return `## ${title}

\`${name}\`, of ${counts}, every ${every}. ${asks}

- **Formula:** ${formula}
- **Denominator:** ${denominator}
- **Left out:** ${leftOut}
- **Source:** ${source}
- **Answers:** ${parts.join(' | ')}`;
}
