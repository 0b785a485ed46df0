import { IntlMessageFormat } from 'intl-messageformat';
import { readFileSync } from 'node:fs';
import { aMessage, anItem, berlin, lena } from '../../demo/messages/samples.js';
import { aPulse, FIGURE_SCENES, SCENES } from '../../demo/messages/scenes.js';
import { checkBlocks } from '../../demo/parts/slack-limits.js';
import { compiledLetter } from '../../scripts/setup/mail.mjs';
import { AUDIENCES } from '../domain/people.js';
import { OBLIGATION_KINDS, STALL_REASONS } from '../domain/words.js';
import { emailHtml } from './mail/html.js';
import { emailText } from './mail/text.js';
import type { AlertItem, DigestItem, Message, MessageItem } from './message.js';
import { slackBlocks, slackFallback } from './slack-blocks.js';
import { compose } from './wording/compose.js';
import { languages, localeOf } from './wording/locale.js';

const lastWeek = berlin('2026-03-11T10:00');
const LANGUAGES = languages();
const REPORT = 'https://acme.example/side-effects';

/** Words that scold or blame; "reminder" is one of them. */
const SCOLDING: Record<string, RegExp> = {
  en: /\b(reminder|overdue|failed|failure|must|late|delinquent|escalat\w*|non-complian\w*)\b/i,
  de: /(erinnerung|überfällig|fehlgeschlagen|versäum|verspätet|mahnung|müssen sie jetzt|eskal|säumig|versagt)/i,
};

/** What no reader may ever see. */
const GAPS = /\{|\}|\bundefined\b|\bnull\b|\bNaN\b|Invalid Date|\[object/;

const NAMES: Record<string, string> = {
  'a usual name': 'Ana Roth',
  'the longest name': 'Maximiliane-Alexandra von und zu '.repeat(300),
  'one word without a break': 'Ä'.repeat(5_000),
  'right to left': 'د. نور الهدى حداد',
  emoji: '👩‍⚕️ Zoë 🏳️‍🌈',
  'letters of four bytes': '𠮷野家 𝒜𝓃𝒶',
  'letters of many marks': `Z${'\u0301'.repeat(200)}oe`,
  markup: '<!channel> <@U123> *bold* _x_ `y` & <script>alert(1)</script> {rep} {{rep}} $t(rep)',
  'nothing readable': '\u200e \u0000 ',
};

const ONWARDS = AUDIENCES.flatMap((to) => (['goesOn', 'heardBy'] as const).map((when) => ({ to, when })));

/**
 * Every wording there is: each kind for each audience, with all that can be known and with none of it, for each reason and
 * each way on. No sentence speaks of both, so they need not meet.
 */
const everything: MessageItem[] = AUDIENCES.flatMap((audience) =>
  OBLIGATION_KINDS.flatMap((kind) =>
    [true, false].flatMap((full) =>
      Array.from({ length: Math.max(STALL_REASONS.length + 1, ONWARDS.length) }, (_, index) => {
        const { to, when } = ONWARDS[index % ONWARDS.length]!;
        const next = { to, name: full ? 'Marco Rossi' : null };
        return anItem({
          audience,
          kind,
          stall: STALL_REASONS[index] ?? null,
          manager: full ? 'Lena Vogt' : null,
          ready: full,
          visit: full ? { at: lastWeek, institution: 'Clinic B' } : null,
          observedAt: full ? lastWeek : null,
          dueAt: full ? lastWeek : null,
          action: full ? 'ask first' : null,
          goesOn: when === 'goesOn' ? { ...next, at: lastWeek } : null,
          heardBy: when === 'heardBy' ? next : null,
        });
      }),
    ),
  ),
);

const named = (items: readonly MessageItem[], name: string): MessageItem[] =>
  items.map((item) => ({
    ...item,
    rep: name,
    manager: item.manager && name,
    capability: name,
    program: name,
    ...('action' in item && { action: item.action && name }),
    ...('anchor' in item && { anchor: item.anchor && name, question: item.question && name }),
    ...('from' in item && { from: item.from && name }),
    ...(item.done && { done: { ...item.done, by: item.done.by && name } }),
    why: { ...item.why, cadence: name },
  }));

type Says = Pick<Message, 'items' | 'alerts' | 'digests'>;

const letterOf = (says: MessageItem[] | Says, language: string, name = lena.name) =>
  compose(
    aMessage({ to: { ...lena, name, language }, ...(Array.isArray(says) ? { items: says } : says) }),
    REPORT,
  );

const namedAlert = (alert: AlertItem, name: string): AlertItem => ({
  ...alert,
  program: name,
  capability: name,
  region: alert.region && name,
  by: alert.by && name,
  note: alert.note && name,
});

const namedDigest = (digest: DigestItem, name: string): DigestItem => {
  const places = (all: DigestItem['works']) => all.map((one) => ({ ...one, region: name, capability: name }));
  return {
    ...digest,
    program: name,
    intervene: places(digest.intervene),
    works: places(digest.works),
    versions: digest.versions.map((one) => ({ ...one, capability: name, version: name })),
    seldomMet: digest.seldomMet.map((one) => ({ ...one, capability: name, anchor: name, version: name })),
  };
};

const SAYINGS: readonly Says[] = [
  ...Object.values(SCENES).map((items) => ({ items })),
  ...Object.values(FIGURE_SCENES),
];

/** All that is read: without the names that we put in ourselves. */
const readable = (html: string): string => html.replaceAll(/<style[\s\S]*?<\/style>|<!--[\s\S]*?-->/g, '');

describe.each(LANGUAGES)('the words in %s', (language) => {
  it('leave no gap and scold nobody, whatever is known and whoever reads', () => {
    const scenes = [...everything.map((item) => ({ items: [item] })), ...SAYINGS];
    for (const says of scenes) {
      const letter = letterOf(says, language);
      for (const said of [
        emailText(letter),
        readable(emailHtml(letter)),
        JSON.stringify(slackBlocks(letter, { pressable: true })).replaceAll(/[{}]|null/g, ''),
      ]) {
        expect(said).not.toMatch(GAPS);
        expect(said).not.toMatch(SCOLDING[language]!);
      }
    }
  });

  it.each(Object.entries(NAMES))('hold for %s, within the limits of mail and Slack', (kind, name) => {
    for (const { items, alerts = [], digests = [] } of SAYINGS) {
      const says = {
        items: named(items, name),
        alerts: alerts.map((alert) => namedAlert(alert, name)),
        digests: digests.map((digest) => namedDigest(digest, name)),
      };
      const letter = letterOf(says, language, name);
      const [html, text, blocks] = [
        readable(emailHtml(letter)),
        emailText(letter),
        slackBlocks(letter, { pressable: true }),
      ];

      expect(checkBlocks(blocks, 'message')).toHaveLength(blocks.length);
      expect(slackFallback(letter)).not.toMatch(/<[!@#]/);
      expect(slackFallback(letter).length).toBeLessThanOrEqual(3_000);
      expect(letter.subject.length).toBeLessThanOrEqual(kind === 'a usual name' ? 70 : 200);
      expect(letter.subject).toBe(letter.subject.trim());
      expect(html).not.toMatch(/<script|<img|<link|url\(/);
      expect(html.length).toBeLessThan(60_000);
      for (const said of [letter.subject, text, html]) expect(Buffer.from(said).toString()).toBe(said);
      if (kind !== 'markup') for (const said of [letter.subject, text, html]) expect(said).not.toMatch(GAPS);
    }
  });

  it('call an action the same everywhere, in four words at most', () => {
    const labels = Object.values(localeOf(language).words.actions);

    for (const label of labels)
      expect([label, label.split(' ').length <= 4 && label.length <= 75]).toEqual([label, true]);
    expect(new Set(labels).size).toBe(labels.length);
  });

  it('say the five things in their order: about whom, what would help, by when, why you, what otherwise', () => {
    const goesOn = { to: 'secondLine', name: 'Marco Rossi', at: lastWeek } as const;
    const letter = letterOf([anItem({ kind: 'feedback', goesOn })], language);
    const text = emailText(letter);
    const { why, due, items, goesOn: onwards } = localeOf(language).words;
    const begins = (words: string) => text.indexOf(words.slice(0, words.indexOf('{')).trim());
    const places = [
      text.indexOf('Ana Roth'),
      text.indexOf(items.feedback.manager.help),
      begins(due.ahead),
      begins(why.manager),
      begins(onwards.secondLine.named),
    ];

    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });
});

describe('another language', () => {
  it('has the same texts, each asking for no more than the English one is given', () => {
    const textsOf = (words: object): [string, string][] =>
      Object.entries(words).flatMap(([key, value]: [string, unknown]) =>
        typeof value === 'string'
          ? [[key, value] as [string, string]]
          : textsOf(value as object).map(([path, text]): [string, string] => [`${key}.${path}`, text]),
      );
    interface Part {
      type: number;
      value?: string;
      options?: Record<string, { value: Part[] }>;
    }
    const LITERAL = 0;
    const namesIn = (parts: readonly Part[]): string[] =>
      parts.flatMap(({ type, value, options = {} }) => [
        ...(type !== LITERAL && value !== undefined ? [value] : []),
        ...Object.values(options).flatMap((branch) => namesIn(branch.value)),
      ]);
    const placesIn = (text: string) =>
      new Set(namesIn(new IntlMessageFormat(text, 'en').getAst() as unknown as Part[]));
    const english = new Map(textsOf(localeOf('en').words));
    for (const language of LANGUAGES)
      for (const [path, text] of textsOf(localeOf(language).words)) {
        const given = placesIn(english.get(path) ?? '');
        for (const place of placesIn(text))
          expect([language, path, given.has(place)]).toEqual([language, path, true]);
      }
  });

  it('from right to left turns the whole mail, and keeps each name in its own direction', () => {
    const letter = { ...letterOf([aPulse()], 'en'), direction: 'rtl', language: 'ar' };

    const html = emailHtml(letter);
    expect(html).toMatch(/<html lang="ar" dir="rtl"/);
    expect(html).toContain('text-align:right');
    expect(html).not.toMatch(/direction:ltr|align="left"/);
    expect(emailHtml(letterOf(named([anItem()], NAMES['right to left']!), 'de'))).toContain(
      '\u2068د. نور الهدى حداد\u2069',
    );
  });
});

describe('the mail’s template', () => {
  it('is what letter.mjml says; after a change run `npm run mail`', async () => {
    const read = (file: string) => readFileSync(new URL(`./mail/${file}`, import.meta.url), 'utf8');

    expect(await compiledLetter(read('letter.mjml'))).toBe(read('letter.hbs'));
  });

  it('says the same in HTML and in text', () => {
    for (const says of SAYINGS) {
      const letter = letterOf(says, 'en');
      const html = emailHtml(letter);
      for (const line of letter.cards.flatMap(({ headline, lines, small }) => [headline, ...lines, ...small]))
        expect(html).toContain(line);
      for (const { href } of letter.cards.flatMap(({ links }) => links)) {
        expect(emailText(letter)).toContain(href);
        expect(html).toContain(href.replaceAll('&', '&amp;').replaceAll('=', '&#x3D;'));
      }
    }
  });
});
