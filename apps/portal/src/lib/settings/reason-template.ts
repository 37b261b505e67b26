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
    ...(label === '' && { label: 'Give it a name by which it is chosen, such as "Paid twice".' }),
    ...(label.length > TEXT_LENGTH_MAX.reasonLabel && {
      label: `Shorten the name to ${TEXT_LENGTH_MAX.reasonLabel} characters. It has ${label.length}.`,
    }),
    ...(text === '' && { text: "Write the reason: the matter's users will read it." }),
    ...(text.length > TEXT_LENGTH_MAX.reason && {
      text: `Shorten the reason to ${TEXT_LENGTH_MAX.reason} characters. It has ${text.length}.`,
    }),
  };
}
