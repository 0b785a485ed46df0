export function compiledLetter(mjml: string): Promise<string>;
