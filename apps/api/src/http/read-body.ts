// Bodies as they arrive: read whole within a limit of bytes and of time, or read and dropped.
import type { IncomingMessage } from 'node:http';

/** The body; or why there is none: it has too many bytes, came too slowly, or its sender left. */
export type ReadBody =
  { readonly kind: 'read'; readonly bytes: Buffer } | { readonly kind: 'too_large' | 'too_slow' | 'cut_off' };

/** Reads the body of a request whole. What is left of one that is refused is not read. */
export function readBody(
  incoming: IncomingMessage,
  { bytesMax, msMax }: { readonly bytesMax: number; readonly msMax: number },
): Promise<ReadBody> {
  const { promise, resolve } = Promise.withResolvers<ReadBody>();
  const chunks: Buffer[] = [];
  let size = 0;
  const timer = setTimeout(() => end({ kind: 'too_slow' }), msMax);
  const onData = (chunk: Buffer) => {
    size += chunk.length;
    if (size > bytesMax) end({ kind: 'too_large' });
    else chunks.push(chunk);
  };
  const onEnd = () => end({ kind: 'read', bytes: Buffer.concat(chunks) });
  const onCut = () => end({ kind: 'cut_off' });
  const end = (read: ReadBody) => {
    clearTimeout(timer);
    incoming.off('data', onData).off('end', onEnd).off('error', onCut).off('close', onCut).pause();
    resolve(read);
  };
  incoming.on('data', onData).on('end', onEnd).on('error', onCut).on('close', onCut);
  return promise;
}

/** Of a body that nobody reads. A sender that sees an answer only once it has sent everything sees it then. */
const DROPPED = { bytesMax: 8 * 1024 * 1024, msMax: 5_000, silentMsMax: 500 };

/** Reads the rest of a body and drops it. @returns whether the whole body came: the connection can serve on */
export function dropBody(incoming: IncomingMessage): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  let size = 0;
  const onData = (chunk: Buffer) => {
    size += chunk.length;
    if (size > DROPPED.bytesMax) end(false);
    else silence.refresh();
  };
  const onEnd = () => end(true);
  const onCut = () => end(false);
  const late = setTimeout(onCut, DROPPED.msMax);
  const silence = setTimeout(onCut, DROPPED.silentMsMax);
  const end = (isWhole: boolean) => {
    clearTimeout(late);
    clearTimeout(silence);
    incoming.off('data', onData).off('end', onEnd).off('error', onCut).off('close', onCut);
    resolve(isWhole);
  };
  incoming.on('data', onData).on('end', onEnd).on('error', onCut).on('close', onCut);
  incoming.resume();
  return promise;
}

/** Whether a request says that it has a body. */
export function hasBody({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
