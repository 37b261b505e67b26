// Evidence files (R5): kept as they were given, known by what they are, and found by their own firm alone.
import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVIDENCE_BYTES_MAX } from '@makewhole/domain/evidence';
import { createApiWorld, giveKey, type ApiWorld } from './api-world.ts';
import type { Schemas } from './call.ts';

const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n');
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let world: ApiWorld;
beforeAll(async () => {
  world = await createApiWorld();
});
afterAll(() => world.stop());

async function send(content: Buffer, type = 'application/pdf', key = world.key) {
  const response = await fetch(`${world.url}/v1/evidence`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': type },
    body: new Uint8Array(content),
  });
  // The cast: a wrong shape fails the test.
  return {
    status: response.status,
    body: (await response.json()) as Schemas['Evidence'] & { code?: string },
  };
}

function get(id: string, key = world.key) {
  return fetch(`${world.url}/v1/evidence/${id}`, { headers: { authorization: `Bearer ${key}` } });
}

describe('a file that is kept', () => {
  it('is given back byte for byte, as what it is, to be saved and never shown', async () => {
    const { status, body } = await send(PDF);
    const sha256 = createHash('sha256').update(PDF).digest('hex');
    expect([status, body]).toMatchObject([
      201,
      { mediaType: 'application/pdf', size: PDF.byteLength, sha256 },
    ]);
    const file = await get(body.id);
    expect(Buffer.from(await file.arrayBuffer())).toEqual(PDF);
    expect(file.headers.get('content-type')).toBe('application/pdf');
    expect(file.headers.get('content-disposition')).toContain('attachment');
    expect(file.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('is the same evidence when it comes again, also at once', async () => {
    const answers = await Promise.all([1, 2, 3, 4].map(() => send(PNG, 'image/png')));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  });

  it('is known by its content, whatever is said of it', async () => {
    expect((await send(PNG, 'application/pdf')).body.mediaType).toBe('image/png');
    for (const content of [Buffer.from('<script>alert(1)</script>'), Buffer.alloc(0), Buffer.from('%PD')]) {
      const { status, body } = await send(content);
      expect([status, body.code]).toEqual([415, 'unsupported_media_type']);
    }
  });

  it('has at most ten megabytes', async () => {
    const large = Buffer.concat([PDF, Buffer.alloc(EVIDENCE_BYTES_MAX - PDF.byteLength)]);
    expect((await send(large)).status).toBe(201);
    const { status, body } = await send(Buffer.concat([large, Buffer.alloc(1)]));
    expect([status, body.code]).toEqual([413, 'too_large']);
  });

  it("is not another firm's to see, nor everybody's to add", async () => {
    const { body } = await send(PDF);
    expect((await get(body.id, world.otherKey)).status).toBe(404);
    const readsOnly = await giveKey(world.db, world.firm, ['read']);
    expect((await send(PDF, 'application/pdf', readsOnly)).status).toBe(403);
    expect((await get(body.id, readsOnly)).status).toBe(200);
  });

  it('is never changed in the table', async () => {
    await expect(world.db.execute(sql`UPDATE evidence_files SET media_type = 'image/png'`)).rejects.toThrow();
  });
});

describe('what a firm keeps in all', () => {
  it('has an end, which the same file again does not reach', async () => {
    const small = await createApiWorld({ EVIDENCE_BYTES_PER_FIRM: 2 * PDF.byteLength });
    const keep = async (content: Buffer, key: string) => {
      const answer = await fetch(`${small.url}/v1/evidence`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/pdf' },
        body: new Uint8Array(content),
      });
      const body = (await answer.json()) as { code?: string };
      return [answer.status, body.code];
    };
    const different = (mark: string) => Buffer.concat([PDF.subarray(0, -1), Buffer.from(mark)]);
    const atOnce = await Promise.all(['1', '2', '3', '4'].map((mark) => keep(different(mark), small.key)));
    expect(atOnce.filter(([status]) => status === 201)).toHaveLength(2);
    expect(atOnce.filter(([, code]) => code === 'too_much_evidence')).toHaveLength(2);
    const again = await Promise.all(['1', '2', '3', '4'].map((mark) => keep(different(mark), small.key)));
    expect(again.filter(([status]) => status === 201)).toHaveLength(2);
    expect(await keep(PDF, small.otherKey)).toEqual([201, undefined]);
    await small.stop();
  });
});
