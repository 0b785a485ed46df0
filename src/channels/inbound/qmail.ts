const OPENING = /^Hi\. This is the /;
const BREAK = /^--- (?:Below this line|Enclosed) .*$/m;

/**
 * A bounce of qmail, which is older than delivery reports and is text: paragraphs that begin with an address, then the
 * mail itself below a line. Null where the text is none.
 */
export function readQmailBounce(text: string): { status: string; returned: string } | null {
  const below = BREAK.exec(text);
  if (!OPENING.test(text) || !below) return null;
  // Without a number qmail means its usual: it has given up.
  const status = /\(#([245]\.\d{1,3}\.\d{1,3})\)/.exec(text.slice(0, below.index))?.[1] ?? '5.0.0';
  return { status, returned: text.slice(below.index + below[0].length).trimStart() };
}
