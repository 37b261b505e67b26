/** An event of a stream; `data` parsed as JSON. */
export type StreamedEvent = { readonly id: string | null; readonly data: unknown };

/** Reads server-sent events one by one, as slowly as the test asks for them. */
export async function openEventStream(
  url: string,
  key: string | null,
  headers: Readonly<Record<string, string>> = {},
) {
  const leaving = new AbortController();
  const response = await fetch(url, {
    headers: {
      ...(key !== null && { authorization: `Bearer ${key}` }),
      accept: 'text/event-stream',
      ...headers,
    },
    signal: leaving.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let buffered = '';
  return {
    status: response.status,
    headers: response.headers,
    /** The next event; null where the stream ended. Comments and settings are passed over. */
    async next(): Promise<StreamedEvent | null> {
      for (;;) {
        const end = buffered.indexOf('\n\n');
        if (end === -1) {
          const read = await reader?.read();
          if (read?.value === undefined) return null;
          buffered += read.value;
          continue;
        }
        const lines = buffered.slice(0, end).split('\n');
        buffered = buffered.slice(end + 2);
        const field = (name: string) => lines.find((line) => line.startsWith(name))?.slice(name.length);
        const data = field('data: ');
        if (data !== undefined) return { id: field('id: ') ?? null, data: JSON.parse(data) };
      }
    },
    async close() {
      leaving.abort();
      await reader?.cancel().catch(() => undefined); // it was aborted: that is what it says
    },
  };
}
