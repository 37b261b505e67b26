/** How many calls run at once. */
const LANES = 10;

export type Outcome = { readonly done: number; readonly errors: readonly unknown[] };

export const NOTHING_DONE: Outcome = { done: 0, errors: [] };

/** Calls the function for each item; a failure does not delay the others. */
export async function eachItem<Item>(
  items: readonly Item[],
  act: (item: Item) => Promise<void>,
): Promise<Outcome> {
  const errors: unknown[] = [];
  const rest = items.values();
  const lane = async () => {
    for (const item of rest) {
      await act(item).catch((error: unknown) => {
        errors.push(error);
      });
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return { done: items.length - errors.length, errors };
}

export function added(one: Outcome, other: Outcome): Outcome {
  return { done: one.done + other.done, errors: [...one.errors, ...other.errors] };
}
