import type { HelpText } from './help-text.ts';
import { OFFICE_HELP } from './office-help.ts';
import { REFUND_HELP } from './refund-help.ts';

/** Every page of help, in the order of the list. */
export const HELP_TEXTS: readonly HelpText[] = [...REFUND_HELP, ...OFFICE_HELP];
