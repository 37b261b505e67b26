// Reads the forms of a dispute's page.
import { DISPUTE_RESPONSES, type DisputeResponse } from '@makewhole/domain/disputes';
import { PACK_SECTIONS, type PackSection } from '@makewhole/domain/evidence-pack';
import { textOf } from '#lib/forms/text-of.ts';

type Refused = { readonly ok: false; readonly fault: string };

export type ResponseReading =
  | {
      readonly ok: true;
      readonly answer: {
        readonly kind: 'dispute';
        readonly outcome: DisputeResponse;
        readonly date: string;
        readonly note: string;
        readonly reference?: string;
      };
    }
  | Refused;

/** @param today the latest day that may be meant, YYYY-MM-DD */
export function readResponse(form: FormData, today: string): ResponseReading {
  const outcome = DISPUTE_RESPONSES.find((response) => response === form.get('outcome'));
  const [date, reference, note] = [textOf(form, 'date'), textOf(form, 'reference'), textOf(form, 'note')];
  if (outcome === undefined) return refuse('Choose what you did.');
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || date > today)
    return refuse('Enter a date that is today or earlier.');
  if (note === '') return refuse('Enter what you sent, and to whom. It will be kept with the payment.');
  return {
    ok: true,
    answer: { kind: 'dispute', outcome, date, note, ...(reference !== '' && { reference }) },
  };
}

export type PackReading =
  | {
      readonly ok: true;
      readonly request: {
        readonly sections: PackSection[];
        readonly documents: { evidenceId: string; title: string }[];
        readonly statement?: string;
      };
    }
  | Refused;

/** @param named the file that was stored with it */
export function readPackRequest(
  form: FormData,
  { evidenceId }: { readonly evidenceId?: string },
): PackReading {
  const chosen = form.getAll('section');
  const sections = PACK_SECTIONS.filter((section) => chosen.includes(section));
  const [title, statement] = [textOf(form, 'title'), textOf(form, 'statement')];
  if (evidenceId !== undefined && title === '') return refuse('Enter what the document is.');
  const documents = evidenceId === undefined ? [] : [{ evidenceId, title }];
  if (sections.length === 0 && statement === '' && documents.length === 0) {
    return refuse('Choose at least one thing to include.');
  }
  return { ok: true, request: { sections, documents, ...(statement !== '' && { statement }) } };
}

function refuse(fault: string): Refused {
  return { ok: false, fault };
}
