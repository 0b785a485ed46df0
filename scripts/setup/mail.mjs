import mjml2html from 'mjml';

/** HTML that mail programs understand, with the places that a message fills in left as they are. */
export async function compiledLetter(mjml) {
  // Without fonts, since MJML would have every reader's program fetch them from a server of others.
  const { html, errors } = await mjml2html(mjml, { fonts: {}, keepComments: false, validationLevel: 'soft' });
  // On which side a line begins is a place to fill in, too: it depends on the language.
  const wrong = errors.filter(({ message }) => !/\{\{@root\.(start|direction)\}\}/.test(message));
  if (wrong.length > 0) throw new Error(wrong.map(({ formattedMessage }) => formattedMessage).join('\n'));
  return `${html.replaceAll(/^\s+/gm, '').trim()}\n`;
}
