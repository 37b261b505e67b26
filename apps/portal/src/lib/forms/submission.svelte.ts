// One submission of a form at a time, without leaving the page if there are scripts.
import { tick } from 'svelte';
import type { ActionResult, SubmitFunction } from '$app/forms';
import { dropDraft } from './keep-draft.ts';

type Options<Data extends Record<string, unknown>> = {
  /** The name under which the form's typed text is kept; dropped once the form succeeds. */
  readonly draft?: string;
  /** Whether the page reloads its data afterwards: not if the form changed nothing. */
  readonly refresh?: boolean;
  /** Whether the result matters only on the page that asked: dropped once the person has moved on. */
  readonly onlyHere?: boolean;
  readonly onDone?: (data: Data | undefined) => void;
  readonly onRefused?: () => void;
};

export type Submission<Data extends Record<string, unknown>> = {
  readonly busy: boolean;
  /** For use:enhance. */
  readonly submit: SubmitFunction<Data>;
};

/** @param options a function, so that each submission reads it again */
export function createSubmission<Data extends Record<string, unknown>>(
  options: () => Options<Data> = () => ({}),
): Submission<Data> {
  let busy = $state(false);
  return {
    get busy() {
      return busy;
    },
    submit: ({ cancel, formElement }) => {
      if (busy) {
        cancel();
        return;
      }
      busy = true;
      const here = location.href;
      return async ({ result, update }) => {
        const { draft, refresh = true, onlyHere = false, onDone, onRefused } = options();
        if (onlyHere && location.href !== here) return;
        if (isDone(result) && draft !== undefined) dropDraft(draft);
        await update({ reset: false, refreshAll: refresh && (isDone(result) || isOutdated(result)) });
        busy = false;
        if (isDone(result)) onDone?.(result.type === 'success' ? result.data : undefined);
        else {
          onRefused?.();
          await tick();
          // Where to continue: the first invalid field.
          formElement.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
        }
      };
    },
  };
}

/** What the page shows is no longer true. If the API is merely down, the page is better left as it is. */
function isOutdated(result: ActionResult): boolean {
  return result.type === 'failure' && [409, 422].includes(result.status);
}

/** A redirect to the sign-in is no success: the typed text is still needed. */
function isDone<Data extends Record<string, unknown>>(
  result: ActionResult<Data>,
): result is Extract<ActionResult<Data>, { type: 'success' | 'redirect' }> {
  return result.type === 'success' || (result.type === 'redirect' && !result.location.startsWith('/sign-in'));
}
