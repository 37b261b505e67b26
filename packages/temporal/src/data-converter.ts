import { fileURLToPath } from 'node:url';
import type { DataConverter } from '@temporalio/common';
import { createPayloadCodec } from './payload-codec.ts';
import type { PayloadKeys } from './payload-keys.ts';

/** How clients and workers write what Temporal stores. Without keys nothing is encrypted, and what is encrypted says so. */
export function dataConverterOf(keys: PayloadKeys): DataConverter {
  const payloadCodecs = [createPayloadCodec(keys)];
  if (keys.length === 0) return { payloadCodecs };
  const failureConverterPath = fileURLToPath(new URL('./failure-converter.ts', import.meta.url));
  return { payloadCodecs, failureConverterPath };
}
