import type { ActForm } from '../acts/acts.dto.js';
import { NONE_OFFERED, OFFERED, type Filled } from '../../channels/wording/form.js';
import type { Words } from '../../channels/wording/locale.js';
import { html, type Html } from '../common/html.js';

type Field = ActForm['fields'][number];

export interface FormState {
  /** What was filled in before; null: nothing yet, so that what stands there at first does. */
  filled: Filled | null;
  /** What is wrong, by the names of the fields. */
  errors: ReadonlyMap<string, string>;
}

/** The fields of a form, with a heading over those that belong together, and what stands beside every text. */
export function fieldsOf({ fields, beside }: ActForm, state: FormState, words: Words): Html[] {
  return fields.flatMap((field, index) => {
    const { section } = field;
    const begins = section !== null && section !== fields[index - 1]?.section;
    const next = fields[index + 1];
    const writes = field.kind === 'text' && (next?.kind !== 'text' || next.section !== section);
    return [
      ...(begins ? [html`<h2>${section}</h2>`] : []),
      fieldOf(field, `f${index}`, state, words),
      ...(writes && beside ? [besideOf(beside)] : []),
    ];
  });
}

function besideOf({ noNames, sideEffect }: NonNullable<ActForm['beside']>): Html {
  return html`<p class="soft small beside">
    ${noNames}
    ${
      sideEffect === null
        ? null
        : html`${sideEffect.text} <a href="${sideEffect.link.href}">${sideEffect.link.label}</a>`
    }
  </p>`;
}

function fieldOf(field: Field, id: string, { filled, errors }: FormState, words: Words): Html {
  const value = (filled === null ? field.initial : filled[field.name]) ?? '';
  const error = errors.get(field.name);
  const wrong = error === undefined ? null : html`<p class="error" id="${id}-error">${error}</p>`;
  const state = html`${error === undefined ? null : html` aria-invalid="true" aria-describedby="${id}-error"`}${
    field.required && !hasOffers(field) ? html` required` : null
  }`;
  switch (field.kind) {
    case 'day':
    case 'time': {
      const { label, options } = field;
      const offered = hasOffers(field);
      const isOffered = options.some((option) => option.value === value);
      const other = { value: NONE_OFFERED, label: words.acts.anotherDay };
      return html`${
          offered
            ? html`<fieldset>
                <legend>${label} <span class="soft">${words.acts.offered}</span></legend>
                ${picks({ name: field.name + OFFERED, options: [...options, other] }, isOffered || value === '' ? value : NONE_OFFERED)}
              </fieldset>`
            : null
        }
        <div>
          <label class="over" for="${id}">${offered ? words.acts.otherDay : label}</label>
          <input
            id="${id}"
            name="${field.name}"
            type="${field.kind === 'day' ? 'date' : 'time'}"
            value="${isOffered ? '' : value}"
            ${field.earliest === null ? null : html` min="${field.earliest}"`}${field.latest === null ? null : html` max="${field.latest}"`}${state}
          />${wrong}
        </div>`;
    }
    case 'choice':
      return html`<fieldset>
        <legend>${field.label}</legend>
        ${picks(field, value, state)} ${wrong}
      </fieldset>`;
    case 'text':
      return html`<div>
        <label class="over" for="${id}"
          >${field.label}${isAside(field) ? html` <span class="soft">(${words.acts.optional})</span>` : null}</label
        >
        ${written(field, id, value, state)}${wrong}
      </div>`;
    case 'check':
      return html`<div>
        <label class="pick"
          ><input
            type="checkbox"
            name="${field.name}"
            value="yes"
            ${value === 'yes' ? html` checked` : null}${state}
          />
          ${field.label}</label
        >${wrong}
      </div>`;
  }
}

/** What is no longer than a name stands in one line. */
const ONE_LINE = 200;

/** A name that may be left out. Of what is written at length one part is enough, so that none is marked. */
const isAside = ({ required, most }: Field): boolean => !required && most !== null && most <= ONE_LINE;

function written({ name, most }: Field, id: string, value: string, state: Html): Html {
  if (most !== null && most <= ONE_LINE)
    return html`<input
      id="${id}"
      name="${name}"
      type="text"
      maxlength="${String(most)}"
      value="${value}"
      ${state}
    />`;
  return html`<textarea
    id="${id}"
    name="${name}"
    rows="4"
    ${most === null ? null : html` maxlength="${String(most)}"`}${state}
  >
${value}</textarea>`;
}

/** Days that suit everybody are one tap; one of them or another is enough, so neither can be asked for by itself. */
const hasOffers = ({ kind, options }: Field): boolean => kind === 'day' && options.length > 0;

const picks = (
  { name, options }: Pick<Field, 'name' | 'options'>,
  value: string,
  state: Html | null = null,
): Html =>
  html`<div class="picks">
    ${options.map(
      (option) =>
        html`<label class="pick"
          ><input
            type="radio"
            name="${name}"
            value="${option.value}"
            ${option.value === value ? html` checked` : null}${state}
          />
          ${option.label}</label
        >`,
    )}
  </div>`;
