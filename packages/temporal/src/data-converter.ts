import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { createPayloadCodec } from './payload-codec.ts';
import type { PayloadKeys } from './payload-keys.ts';

/**
 * How clients and workers encode what Temporal stores. Without keys nothing is encrypted, and reading an encrypted
 * payload fails with a message that says so.
 */
export function dataConverterOf(keys: PayloadKeys): DataConverter {
  const payloadCodecs = [createPayloadCodec(keys)];
  if (keys.length === 0) return { payloadCodecs };
  const failureConverterPath = fileURLToPath(new URL('./failure-converter.ts', import.meta.url));
  return { payloadCodecs, failureConverterPath };
}
