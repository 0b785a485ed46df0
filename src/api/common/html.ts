const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Markup, as opposed to a text that happens to look like it. */
export class Html {
  constructor(readonly markup: string) {}
}

type Part = Html | readonly Html[] | string | null;

/** Markup with texts put in; a text cannot break out of its place. Null: nothing. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  new Html(strings.reduce((before, next, index) => before + written(parts[index - 1]!) + next));

function written(part: Part): string {
  if (part === null) return '';
  if (part instanceof Html) return part.markup;
  if (typeof part === 'string') return part.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);
  return part.map(({ markup }) => markup).join('\n');
}
