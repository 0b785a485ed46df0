import type { NoEntry } from '../../store/rights/provider-accounts.js';

/** Why a sign-in failed, as far as a stranger may know. */
export type Trouble = NoEntry | 'again' | 'declined' | 'provider';

export const TROUBLES: Readonly<Record<Trouble, string>> = {
  again: 'That sign-in took too long, or was begun in another window. Please sign in once more.',
  declined: 'The sign-in at your company was not completed. Please try again.',
  provider:
    'Your company’s sign-in could not be reached, or its answer could not be trusted. Please try again in a moment; if it stays, tell whoever runs Followthrough.',
  unknown:
    'You are signed in at your company, but nobody is set up here for that account. Please ask whoever runs Followthrough at your company.',
  otherAccount:
    'Your address is known here together with another account of your company’s sign-in. That is nothing you did wrong: please ask whoever runs Followthrough to let you sign in anew.',
};

export const isTrouble = (word: string | undefined): word is Trouble =>
  word !== undefined && Object.hasOwn(TROUBLES, word);
