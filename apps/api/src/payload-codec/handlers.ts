// Decrypts payloads for operators: a codec endpoint for the Temporal UI and the `temporal` command. It exists only if
// payloads are encrypted, and is not in the OpenAPI document, because Temporal defines its shape.
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
/** Temporal accepts payloads of up to 2 MB; these are in base64. */
const CODEC_BYTES_MAX = 4 * 1024 * 1024;
/** How http/ handles it. */
export const CODEC_ROUTE = { method: 'POST', path: DECODE_PATH, handling: { bodyBytesMax: CODEC_BYTES_MAX } };
const PREFLIGHT_KEPT_SECONDS = 600;

const bytes = z.base64().transform((text): Uint8Array => Buffer.from(text, 'base64'));
const decodeSchema = z.object({
  payloads: z
    .array(z.object({ metadata: z.record(z.string(), bytes).optional(), data: bytes.optional() }))
    .max(1_000),
});

/** Restricts it to operators, before its body is read. */
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
 * Payloads belong to all firms, so no firm's API key or role decrypts them: only the operator's token or, if the operator
 * allows it, an owner who is signed in to the portal and uses the Temporal UI.
 */
function allowOperators(services: Services) {
  const { codec, links } = services;
  return createMiddleware<ApiEnv>(async (c, next) => {
    if (codec.token !== null && isBearer(c.req.header('authorization'), codec.token)) {
      await next();
      return;
    }
    const identity = await authenticate(services, c.req.raw, { from: links.temporalUiUrl });
    if (identity.kind === 'refused') return problem(c, identity.refusal);
    if (!codec.isForOwners || !isOwner(identity.caller)) {
      const detail =
        'Payloads belong to all firms. Use TEMPORAL_CODEC_TOKEN, or sign in as an owner if TEMPORAL_CODEC_FOR_OWNERS is set.';
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
