import type { Form } from '../../channels/wording/form.js';
import type { Locale } from '../../channels/wording/locale.js';
import type { ActForm } from './acts.dto.js';

/** What a button asks; `over` where it is done already. */
export type PressForm = Form & Pick<ActForm, 'rep' | 'over'>;

/** The same before what somebody had begun to fill in is put into it. */
export type AskedForm = Omit<PressForm, 'beside'> & { locale: Locale };
