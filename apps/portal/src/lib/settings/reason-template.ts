// The form of one of the firm's common reasons.
import { TEXT_LENGTH_MAX } from '@makewhole/domain/text-limits';
import { textOf } from '#lib/forms/text-of.ts';

export type TemplateValues = {
  /** Empty for a new one. */
  readonly id: string;
  readonly label: string;
  readonly text: string;
};

export type TemplateErrors = { readonly label?: string; readonly text?: string };

export function readTemplate(form: FormData): TemplateValues {
  return { id: textOf(form, 'id'), label: textOf(form, 'label'), text: textOf(form, 'text') };
}

/** What is wrong with each field; empty if nothing is. */
export function findTemplateFaults({ label, text }: TemplateValues): TemplateErrors {
  return {
    ...(label === '' && { label: 'Enter a name, such as "Paid twice".' }),
    ...(label.length > TEXT_LENGTH_MAX.reasonLabel && {
      label: `Name must be ${TEXT_LENGTH_MAX.reasonLabel} characters or fewer (now ${label.length}).`,
    }),
    ...(text === '' && { text: 'Enter a reason. It will be emailed to everyone on the matter.' }),
    ...(text.length > TEXT_LENGTH_MAX.reason && {
      text: `Reason must be ${TEXT_LENGTH_MAX.reason} characters or fewer (now ${text.length}).`,
    }),
  };
}
