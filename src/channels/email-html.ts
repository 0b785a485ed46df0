import type { Card, Letter, Link } from './wording/letter.js';

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/** Colours by role. Where a mail program ignores the style sheet, the inline light ones hold. */
const LIGHT = {
  page: '#f4f5f7',
  sheet: '#ffffff',
  ink: '#1c2430',
  soft: '#525c6b',
  line: '#dfe3e8',
  accent: '#1f5aa6',
  onAccent: '#ffffff',
};
const DARK = {
  page: '#12161c',
  sheet: '#1b212a',
  ink: '#e9edf2',
  soft: '#a9b4c2',
  line: '#343d49',
  accent: '#8fbcf5',
  onAccent: '#10151b',
};

const STYLE = `:root{color-scheme:light dark;supported-color-schemes:light dark}
.sheet a{text-decoration-thickness:1px;text-underline-offset:3px}
@media (prefers-color-scheme:dark){
.page{background:${DARK.page}!important}
.sheet{background:${DARK.sheet}!important;border-color:${DARK.line}!important}
.ink{color:${DARK.ink}!important}
.soft{color:${DARK.soft}!important}
.rule{border-color:${DARK.line}!important}
.link{color:${DARK.accent}!important}
.button{background:${DARK.accent}!important;color:${DARK.onAccent}!important}
}
@media (max-width:480px){
.page{padding:0!important}
.sheet{border-width:0!important;border-radius:0!important}
.cell{padding-left:18px!important;padding-right:18px!important}
}`;

/** One narrow column of text and links, without images, readable at 320 px and in the dark. */
export function emailHtml(letter: Letter): string {
  const numbered = letter.cards.length > 1;
  const rows = [
    row(
      `<p class="ink" style="margin:0;font-size:16px;line-height:24px;color:${LIGHT.ink}">${escapeHtml(letter.opening)}</p>`,
    ),
    ...letter.cards.map((card, index) => row(cardHtml(card, numbered ? `${index + 1}. ` : ''), true)),
    row(othersHtml(letter), true),
    row(footerHtml(letter), true),
  ];
  return `<!doctype html>
<html lang="${escapeHtml(letter.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(letter.subject)}</title>
<style>${STYLE}</style>
</head>
<body class="page" style="margin:0;padding:0;background:${LIGHT.page}">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:${LIGHT.page};${FONT}">
<tr><td class="page" align="center" style="padding:24px 12px">
<table role="presentation" class="sheet" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;background:${LIGHT.sheet};border:1px solid ${LIGHT.line};border-radius:8px;border-collapse:separate;text-align:start">
${rows.join('\n')}
</table>
</td></tr>
</table>
</body>
</html>
`;
}

const row = (content: string, ruled = false): string =>
  `<tr><td class="cell rule" style="padding:20px 28px;overflow-wrap:anywhere;${ruled ? `border-top:1px solid ${LIGHT.line}` : ''}">${content}</td></tr>`;

function cardHtml({ headline, lines, links, done }: Card, number: string): string {
  const tone = done ? 'soft' : 'ink';
  const [first, ...others] = links;
  return [
    `<h2 class="${tone}" style="margin:0 0 8px;font-size:18px;line-height:26px;font-weight:600;color:${LIGHT[tone]}">${number}${escapeHtml(headline)}</h2>`,
    ...lines.map(
      (line, index) =>
        `<p class="${index === 0 ? 'soft' : tone}" style="margin:0 0 6px;font-size:16px;line-height:24px;color:${LIGHT[index === 0 ? 'soft' : tone]}">${escapeHtml(line)}</p>`,
    ),
    first ? buttonHtml(first) : '',
    others.length > 0
      ? `<p style="margin:0;font-size:15px;line-height:32px">${others.map(linkHtml).join(' ')}</p>`
      : '',
  ].join('');
}

const buttonHtml = ({ label, href }: Link): string =>
  `<p style="margin:14px 0 8px"><a class="button" href="${escapeHtml(href)}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:${LIGHT.accent};color:${LIGHT.onAccent};font-size:16px;line-height:24px;font-weight:600;text-decoration:none">${escapeHtml(label)}</a></p>`;

const linkHtml = ({ label, href }: Link): string =>
  `<a class="link" href="${escapeHtml(href)}" style="display:inline-block;margin-inline-end:18px;color:${LIGHT.accent};white-space:nowrap">${escapeHtml(label)}</a>`;

function othersHtml({ others, othersTitle, rest, queue }: Letter): string {
  const softly = (text: string) =>
    `<p class="soft" style="margin:0 0 8px;font-size:15px;line-height:22px;color:${LIGHT.soft}">${escapeHtml(text)}</p>`;
  const items = others.map(
    ({ text, href }) =>
      `<p style="margin:0 0 8px;font-size:15px;line-height:22px"><a class="link" href="${escapeHtml(href)}" style="color:${LIGHT.accent}">${escapeHtml(text)}</a></p>`,
  );
  const heading = others.length > 0 ? softly(othersTitle) : '';
  const more = rest ? softly(rest) : '';
  return `${heading}${items.join('')}${more}<p style="margin:0;font-size:15px;line-height:22px">${linkHtml(queue)}</p>`;
}

const footerHtml = ({ why, settings }: Letter): string =>
  `<p class="soft" style="margin:0 0 8px;font-size:14px;line-height:21px;color:${LIGHT.soft}">${why.map(escapeHtml).join(' ')}</p><p style="margin:0;font-size:14px;line-height:21px">${linkHtml(settings)}</p>`;

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);
