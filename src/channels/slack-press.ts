import { isPressed } from './wording/actions.js';
import { localeOf } from './wording/locale.js';
import type { Press } from './wording/letter.js';

const ACTIONS = localeOf('en').words.actions;

/** What a button of Slack may carry. */
const LONGEST_VALUE = 2_000;

/** What a button is about, as it travels to Slack and back. Where that is too long, it is about fewer things. */
export function pressValue({ action, items }: Press): string {
  const shown = items.map(({ enrolment, subject }) => [enrolment, subject]);
  for (;;) {
    const value = JSON.stringify([action, ...shown]);
    if (value.length <= LONGEST_VALUE) return value;
    shown.pop();
  }
}

/** What was pressed; null where it is nothing that a button of ours carries. */
export function readPressValue(value: string | undefined): Press | null {
  try {
    const [action, ...items] = JSON.parse(value ?? '') as [unknown, ...unknown[]];
    if (typeof action !== 'string' || items.length === 0) return null;
    const press = {
      action: action as Press['action'],
      items: items.map((item) => {
        const [enrolment, subject] = item as [unknown, unknown];
        if ((typeof enrolment !== 'string' && enrolment !== null) || typeof subject !== 'string')
          throw new TypeError('no item');
        return { enrolment, subject };
      }),
    };
    return Object.hasOwn(ACTIONS, action) && isPressed(press.action) ? press : null;
  } catch {
    return null;
  }
}
