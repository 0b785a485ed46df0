import { escapeHtml } from './page.js';
import type { SlackView } from './slack-views.js';
import type { Block } from './slack-workspace.js';

const text = (value: unknown): string => escapeHtml((value as { text?: string } | undefined)?.text ?? '');

/** An input of a modal, as a form of a page has it. Its name is the block's. */
export function renderInput(block: Block, { filled, errors }: SlackView): string {
  const name = String(block.block_id);
  const element = block.element as Block;
  const state = filled?.[name]?.[String(element.action_id)];
  const optional = block.optional ? ' <span class="soft">(optional)</span>' : '';
  const hint = block.hint ? `<p class="soft">${text(block.hint)}</p>` : '';
  const error = errors?.[name] ? `<p class="error" role="alert">${escapeHtml(errors[name])}</p>` : '';
  const control = controlOf(element, escapeHtml(name), state, block.optional !== true);
  return `<fieldset><legend>${text(block.label)}${optional}</legend>${control}${hint}${error}</fieldset>`;
}

function controlOf(
  element: Block,
  name: string,
  state: Record<string, unknown> | undefined,
  required: boolean,
): string {
  const must = required ? ' required' : '';
  const value = (initial: unknown, kept: unknown): string =>
    escapeHtml(String((state ? kept : initial) ?? ''));
  switch (element.type) {
    case 'datepicker':
      return `<input type="date" name="${name}" value="${value(element.initial_date, state?.selected_date)}"${must}>`;
    case 'timepicker':
      return `<input type="time" name="${name}" value="${value(element.initial_time, state?.selected_time)}"${must}>`;
    case 'plain_text_input': {
      const given = value(element.initial_value, state?.value);
      const most = Number(element.max_length ?? 3_000);
      return element.multiline
        ? `<textarea name="${name}" rows="3" maxlength="${most}"${must}>${given}</textarea>`
        : `<input type="text" name="${name}" maxlength="${most}" value="${given}"${must}>`;
    }
    default:
      return optionsOf(element, name, state, must);
  }
}

function optionsOf(
  element: Block,
  name: string,
  state: Record<string, unknown> | undefined,
  must: string,
): string {
  const options = (element.options ?? []) as { text: unknown; value: string }[];
  const initial = [element.initial_option, element.initial_options].flat();
  const kept = [state?.selected_option, state?.selected_options].flat();
  const chosen = ((state ? kept : initial) as ({ value: string } | undefined)[]).map((one) => one?.value);
  if (element.type === 'static_select') {
    const shown = options.map(
      ({ text: label, value }) =>
        `<option value="${escapeHtml(value)}"${chosen.includes(value) ? ' selected' : ''}>${text(label)}</option>`,
    );
    return `<select name="${name}"${must}><option value=""></option>${shown.join('')}</select>`;
  }
  const kind = element.type === 'checkboxes' ? 'checkbox' : 'radio';
  return options
    .map(
      ({ text: label, value }) =>
        `<label><input type="${kind}" name="${name}" value="${escapeHtml(value)}"${chosen.includes(value) ? ' checked' : ''}${kind === 'radio' ? must : ''}> ${text(label)}</label>`,
    )
    .join('');
}
