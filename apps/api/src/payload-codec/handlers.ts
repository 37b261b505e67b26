// Decrypts payloads for operators: the Temporal UI and the `temporal` command know this as a codec endpoint. It is there
// only where payloads are encrypted. It is no part of the API's document: its shape is Temporal's, not ours.
import { cors } from 'hono/cors';
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import { createPayloadCodec, UnreadablePayloadError } from '@makewhole/temporal/payload-codec';
import { authenticate } from '../auth/authenticate.ts';
import { isBearer } from '../auth/is-bearer.ts';
import { lacksSecondFactor } from '../auth/authorize.ts';
import type { ApiEnv, App, Caller, Services } from '../context.ts';
import { SECOND_FACTOR_REQUIRED, problem } from '../http/problems.ts';

const DECODE_PATH = '/v1/codec/decode';
/** Temporal takes payloads of 2 MB at most, and these are in base64. */
const CODEC_BYTES_MAX = 4 * 1024 * 1024;
/** How http/ handles it. */
export const CODEC_ROUTE = { path: DECODE_PATH, handling: { bodyBytesMax: CODEC_BYTES_MAX } };
const PREFLIGHT_KEPT_SECONDS = 600;

const bytes = z.base64().transform((text): Uint8Array => Buffer.from(text, 'base64'));
const decodeSchema = z.object({
  payloads: z
    .array(z.object({ metadata: z.record(z.string(), bytes).optional(), data: bytes.optional() }))
    .max(1_000),
});

/** Lets operators alone call it, before its body is read. */
export function guardPayloadCodec(app: App, services: Services): void {
  const { payloadKeys, links } = services;
  if (payloadKeys.length === 0) return;
  if (links.temporalUiUrl !== null) {
    const { origin } = new URL(links.temporalUiUrl);
    app.use(
      DECODE_PATH,
      cors({ origin, credentials: true, allowMethods: ['POST'], maxAge: PREFLIGHT_KEPT_SECONDS }),
    );
  }
  app.on('POST', DECODE_PATH, allowOperators(services));
}

export function addPayloadCodecHandlers(app: App, { payloadKeys }: Services): void {
  if (payloadKeys.length === 0) return;
  const codec = createPayloadCodec(payloadKeys);
  app.post(DECODE_PATH, async (c) => {
    const body = decodeSchema.safeParse(await c.req.json().catch(() => null));
    if (!body.success) {
      const detail =
        'The body is not { "payloads": [{ "metadata": {...}, "data": "..." }] } with values in base64.';
      return problem(c, { code: 'invalid_request', detail });
    }
    try {
      const payloads = await codec.decode(body.data.payloads);
      return c.json({ payloads: payloads.map(jsonOf) });
    } catch (error) {
      if (!(error instanceof UnreadablePayloadError)) throw error;
      return problem(c, { code: 'payload_unreadable', detail: error.message });
    }
  });
}

/**
 * Payloads are of every firm, so no firm's API key and no role decrypts them: only the token of whoever runs this system, or,
 * where they say so, an owner who is signed in at the portal and looks at the Temporal UI.
 */
function allowOperators(services: Services) {
  const { codec, links } = services;
  return createMiddleware<ApiEnv>(async (c, next) => {
    if (codec.token !== null && isBearer(c.req.header('authorization'), codec.token)) {
      await next();
      return;
    }
    const identity = await authenticate(services, c.req.raw, links.temporalUiUrl);
    if (identity.kind === 'refused') return problem(c, identity.refusal);
    if (!codec.isForOwners || !isOwner(identity.caller)) {
      const detail =
        'Payloads are of every firm: they are decrypted with TEMPORAL_CODEC_TOKEN, or for owners where TEMPORAL_CODEC_FOR_OWNERS is set.';
      return problem(c, { code: 'forbidden', detail, extensions: { action: 'payload.decode' } });
    }
    if (lacksSecondFactor(identity.caller)) return problem(c, SECOND_FACTOR_REQUIRED);
    await next();
    return;
  });
}

function isOwner(caller: Caller): boolean {
  return caller.kind === 'user' && caller.role === 'owner';
}

type Bytes = Uint8Array | null | undefined;

function jsonOf({
  metadata,
  data,
}: {
  readonly metadata?: Record<string, Bytes> | null;
  readonly data?: Bytes;
}) {
  const names = Object.entries(metadata ?? {}).map(([name, value]) => [name, base64Of(value)]);
  return { metadata: Object.fromEntries(names) as Record<string, string>, data: base64Of(data) };
}

function base64Of(value: Bytes): string {
  return Buffer.from(value ?? []).toString('base64');
}
