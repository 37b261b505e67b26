/**
 * Removes the names from a stream of server-sent events, so that a browser hears all of them with one listener,
 * including kinds newer than the page.
 */
export function unnamedEvents(): TransformStream<string, string> {
  let rest = '';
  return new TransformStream({
    transform(chunk, controller) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      const kept = lines.filter((line) => !line.startsWith('event:')).map((line) => `${line}\n`);
      if (kept.length > 0) controller.enqueue(kept.join(''));
    },
  });
}
