/** Fields of a block of headers, by their names in small letters; of a repeated one the first. */
export type Fields = ReadonlyMap<string, string>;

/** The block of headers with which a text begins. */
export function fieldsOf(text: string): Fields {
  const [block = ''] = text.replaceAll('\r\n', '\n').split(/\n[ \t]*\n/, 1);
  const fields = new Map<string, string>();
  for (const line of block.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const [, name, value] = /^([!-9;-~]+)[ \t]*:(.*)$/.exec(line) ?? [];
    if (name && !fields.has(name.toLowerCase())) fields.set(name.toLowerCase(), value!.trim());
  }
  return fields;
}

/** RFC 3464: one block about the report, then one for each recipient. */
export const groupsOf = (text: string): Fields[] =>
  text
    .replaceAll('\r\n', '\n')
    .split(/\n(?:[ \t]*\n)+/)
    .map((block) => fieldsOf(block));
