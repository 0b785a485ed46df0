import type { KnownBlock, ModalView, Option } from '@slack/types';
import { besideLinks, besideTexts, contexts, linksBlock, plain, section, sections } from './slack-blocks.js';
import { NONE_OFFERED, OFFERED, withOffers, type Field, type Filled, type Form } from './wording/form.js';
import type { Words } from './wording/locale.js';

// Slack refuses a whole modal when one part is longer than this.
const LONGEST_TITLE = 24;
const LONGEST_OPTION = 75;
const LONGEST_LABEL = 2_000;
const LONGEST_TEXT = 3_000;
const MOST_RADIOS = 10;
const MOST_OPTIONS = 100;
/** With room for what stands above and below the fields. */
const MOST_FIELD_BLOCKS = 85;
/** Radio buttons of short words are read at a glance; of more there is a list. */
const FEW = 5;

const VALUE = 'value';

export interface Page {
  /** Which page of the form, counted from 0. */
  page: number;
  /** What is needed to know it again: it comes back with what was filled in. */
  metadata: string;
}

/** What is asked at once: a report of many capabilities goes over several pages, each with whole sections. */
export function pagesOf(fields: readonly Field[]): Field[][] {
  const pages: Field[][] = [[]];
  let blocks = 0;
  for (const group of sectionsOf(fields)) {
    const more = group.reduce((sum, field) => sum + (hasOffers(field) ? 2 : 1), 1);
    if (blocks > 0 && blocks + more > MOST_FIELD_BLOCKS) {
      pages.push([]);
      blocks = 0;
    }
    pages.at(-1)!.push(...group);
    blocks += more;
  }
  return pages;
}

/** One page of a form as a modal. */
export function formModal(form: Form, { page, metadata }: Page, words: Words): ModalView {
  const pages = pagesOf(form.fields);
  const fields = pages[page] ?? [];
  const isLast = page >= pages.length - 1;
  const writes = fields.some(({ kind }) => kind === 'text');
  return {
    ...modal(form.title, words),
    submit: plain(isLast ? form.submit : words.slack.next, LONGEST_TITLE),
    notify_on_close: true,
    private_metadata: metadata,
    blocks: [
      ...sections([form.about, ...form.lines]),
      ...contexts([form.help]),
      ...sectionsOf(fields).flatMap((group): KnownBlock[] => [
        ...(group[0]!.section === null
          ? []
          : [{ type: 'header' as const, text: plain(group[0]!.section, 150) }]),
        ...group.flatMap((field) => fieldBlocks(field, words)),
      ]),
      ...(writes ? contexts(besideTexts(form.beside)) : []),
      ...(writes && besideLinks(form.beside).length > 0
        ? [linksBlock('beside', besideLinks(form.beside))]
        : []),
    ],
  };
}

/** A modal that says something and asks for nothing. */
export const noticeModal = (title: string, text: string, words: Words): ModalView => ({
  ...modal(title, words),
  blocks: [section(text)],
});

const modal = (title: string, words: Words) => ({
  type: 'modal' as const,
  title: plain(title, LONGEST_TITLE),
  close: plain(words.slack.close, LONGEST_TITLE),
});

function sectionsOf(fields: readonly Field[]): Field[][] {
  const groups: Field[][] = [];
  for (const field of fields) {
    const last = groups.at(-1);
    if (last && last[0]!.section === field.section) last.push(field);
    else groups.push([field]);
  }
  return groups;
}

const hasOffers = ({ kind, options }: Field): boolean => kind === 'day' && options.length > 0;

function fieldBlocks(field: Field, words: Words): KnownBlock[] {
  if (!hasOffers(field)) return [input(field, words)];
  const { name, label, options, initial } = field;
  const other = optionOf({ value: NONE_OFFERED, label: words.acts.anotherDay });
  const offered = [...options.slice(0, MOST_RADIOS - 1).map(optionOf), other];
  const chosen = initial === null ? undefined : (offered.find(({ value }) => value === initial) ?? other);
  return [
    {
      type: 'input',
      block_id: `${name}${OFFERED}`,
      label: plain(label, LONGEST_LABEL),
      hint: plain(words.acts.offered, LONGEST_LABEL),
      optional: !field.required,
      element: {
        type: 'radio_buttons',
        action_id: VALUE,
        options: offered,
        ...(chosen && { initial_option: chosen }),
      },
    },
    input(
      { ...field, label: words.acts.otherDay, required: false, initial: chosen === other ? initial : null },
      words,
    ),
  ];
}

function input(field: Field, words: Words): KnownBlock {
  return {
    type: 'input',
    block_id: field.name,
    label: plain(field.label, LONGEST_LABEL),
    optional: !field.required,
    element: element(field, words),
  };
}

function element({ kind, options, initial, most }: Field, words: Words) {
  switch (kind) {
    case 'day':
      return { type: 'datepicker' as const, action_id: VALUE, ...(initial && { initial_date: initial }) };
    case 'time':
      return { type: 'timepicker' as const, action_id: VALUE, ...(initial && { initial_time: initial }) };
    case 'text':
      return {
        type: 'plain_text_input' as const,
        action_id: VALUE,
        multiline: (most ?? LONGEST_TEXT) > 200,
        max_length: Math.min(most ?? LONGEST_TEXT, LONGEST_TEXT),
        ...(initial && { initial_value: initial.slice(0, LONGEST_TEXT) }),
      };
    case 'check': {
      const option: Option = { text: plain(words.slack.yes, LONGEST_OPTION), value: 'yes' };
      return {
        type: 'checkboxes' as const,
        action_id: VALUE,
        options: [option],
        ...(initial === 'yes' && { initial_options: [option] }),
      };
    }
    case 'choice': {
      const offered = options.slice(0, MOST_OPTIONS).map(optionOf);
      const chosen = offered.find(({ value }) => value === initial);
      return {
        type: options.length <= FEW ? ('radio_buttons' as const) : ('static_select' as const),
        action_id: VALUE,
        options: offered,
        ...(chosen && { initial_option: chosen }),
      };
    }
  }
}

const optionOf = ({ value, label }: { value: string; label: string }) => ({
  text: plain(label, LONGEST_OPTION),
  value,
});

/** By block and action, as Slack sends it. */
export type ModalState = Readonly<Record<string, Readonly<Record<string, StateValue>>>>;

export interface StateValue {
  value?: string | null | undefined;
  selected_date?: string | null | undefined;
  selected_time?: string | null | undefined;
  selected_option?: { value: string } | null | undefined;
  selected_options?: readonly { value: string }[] | undefined;
}

/** What was filled in, by the names of the fields. */
export const filledIn = (state: ModalState): Filled =>
  withOffers(Object.keys(state).map((block) => [block, chosenIn(state, block) ?? '']));

const given = (one: StateValue): string | null | undefined =>
  one.value ??
  one.selected_date ??
  one.selected_time ??
  one.selected_option?.value ??
  one.selected_options?.[0]?.value;

const chosenIn = (state: ModalState, block: string): string | null | undefined => {
  const value = state[block]?.[VALUE];
  return value && given(value);
};

/** The blocks of this page at which problems of fields are shown, one text each. */
export function errorsAt(
  problems: readonly { path: string; message: string }[],
  state: ModalState,
): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const { path, message } of problems) {
    const block = [`${path}${OFFERED}`, path].find(
      (id) => id in state && chosenIn(state, id) !== NONE_OFFERED,
    );
    if (block) errors[block] ??= message;
  }
  return errors;
}
