import type { InputBlock } from '@slack/types';
import { checkBlocks, checkView } from '../../demo/parts/slack-limits.js';
import { errorsAt, filledIn, formModal, noticeModal, pagesOf } from './slack-modal.js';
import { pressValue, readPressValue } from './slack-press.js';
import type { Field, Form } from './wording/form.js';
import { localeOf } from './wording/locale.js';

const { words } = localeOf('en');
const field = (fields: Partial<Field> & Pick<Field, 'name' | 'kind'>): Field => ({
  label: fields.name,
  required: false,
  options: [],
  initial: null,
  earliest: null,
  latest: null,
  most: null,
  section: null,
  writes: null,
  ...fields,
});
const form = (fields: Field[], more: Partial<Form> = {}): Form => ({
  title: 'Write it',
  about: 'Ana · Objection handling',
  help: 'Ana reads it.',
  lines: [],
  fields,
  submit: 'Send',
  beside: { noNames: 'No names, please.', sideEffect: null },
  ...more,
});
const taken = (asked: Form, page = 0) => {
  const view = formModal(asked, { page, metadata: '' }, words);
  checkView(view, checkBlocks(view.blocks, 'view'));
  return view;
};
const long = 'word '.repeat(2_000);

describe('a form as a window of Slack', () => {
  it('is taken however long its texts are, and nothing in them mentions anybody or formats anything', () => {
    const options = Array.from({ length: 120 }, (_, n) => ({
      value: String(n),
      label: `<!channel> ${long}`,
    }));
    const view = taken(
      form(
        [
          field({
            name: 'day',
            kind: 'day',
            label: long,
            options: options.slice(0, 12),
            initial: '2026-03-05',
          }),
          field({ name: 'few', kind: 'choice', label: long, options: options.slice(0, 5) }),
          field({ name: 'many', kind: 'choice', label: '*<!here>*', options, section: long }),
          field({ name: 'text', kind: 'text', label: long, most: 10_000, initial: long, section: long }),
          field({ name: 'tick', kind: 'check', label: long, initial: 'yes' }),
        ],
        { title: long, about: `<!channel> ${long}`, help: long, lines: [long], submit: long },
      ),
    );
    expect(JSON.stringify(view)).not.toContain('mrkdwn');
    checkView(noticeModal(long, long, words), []);
  });

  it('goes over several pages where it is very long, with whole sections, the last of which is sent', () => {
    const fields = Array.from({ length: 5 }, (_, section) =>
      Array.from({ length: 30 }, (__, n) =>
        field({ name: `f${section}/${n}`, kind: 'text', section: `Capability ${section}` }),
      ),
    ).flat();
    const pages = pagesOf(fields);
    expect(pages.map(({ length }) => length)).toEqual([60, 60, 30]);
    expect([0, 1, 2].map((page) => taken(form(fields), page).submit?.text)).toEqual(['Next', 'Next', 'Send']);
  });

  it('shows proposed days to choose from, and another that is picked beside one stays to be asked about', () => {
    const options = [{ value: '2026-03-05', label: 'Thu 5 March' }];
    const view = taken(form([field({ name: 'day', kind: 'day', required: true, options })]));
    expect(view.blocks.map(({ block_id }) => block_id).filter(Boolean)).toEqual(['day#offered', 'day']);
    const [days, day] = view.blocks.filter(({ block_id }) => block_id) as InputBlock[];
    expect([days!.optional, day!.optional]).toEqual([false, true]);
    const offered = { selected_option: { value: '2026-03-05' } };
    const state = { 'day#offered': { value: offered }, day: { value: { selected_date: null } } };
    expect(filledIn(state)).toEqual({ day: '2026-03-05' });
    const picked = { value: { selected_date: '2026-03-09' } };
    expect(filledIn({ ...state, day: picked })).toEqual({ day: '2026-03-05 + 2026-03-09' });
    const none = { value: { selected_option: { value: 'none' } } };
    expect(filledIn({ 'day#offered': none, day: picked })).toEqual({ day: '2026-03-09' });
    expect(errorsAt([{ path: 'day', message: 'This is needed.' }], state)).toEqual({
      'day#offered': 'This is needed.',
    });
    // Another one is chosen, and it is not said which.
    const other = { ...state, 'day#offered': { value: { selected_option: { value: 'none' } } } };
    expect(filledIn(other)).toEqual({});
    expect(errorsAt([{ path: 'day', message: 'This is needed.' }], other)).toEqual({
      day: 'This is needed.',
    });
  });
});

describe('what a button carries', () => {
  const items = (n: number) =>
    Array.from({ length: n }, (_, at) => ({
      enrolment: `01a20ea1-3615-7384-b948-${String(at).padStart(12, '0')}`,
      subject: `feedback/01a20ea1-3615-7384-b948-${String(at).padStart(12, '0')}`,
    }));

  it('comes back as it went, and is about fewer things where it would be too long', () => {
    const press = { action: 'confirm' as const, items: items(3) };
    expect(readPressValue(pressValue(press))).toEqual(press);
    const value = pressValue({ ...press, items: items(40) });
    expect(value.length).toBeLessThanOrEqual(2_000);
    expect(readPressValue(value)!.items.length).toBeGreaterThan(15);
  });

  it.each([
    '',
    'v7',
    '[]',
    '["confirm"]',
    '["openQueue",["a","b"]]',
    '["fly",["a","b"]]',
    '["confirm",[1,2]]',
    '{}',
  ])('is nothing where it is not ours: %s', (value) => {
    expect(readPressValue(value)).toBeNull();
  });
});
