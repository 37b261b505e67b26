import { describe, expect, it } from 'vitest';
import { FILE_FORM_BYTES_MAX, refuseBody } from './refuse-body.ts';

const FORM = 'application/x-www-form-urlencoded';

function statusOf(url: string, headers: Record<string, string>, method = 'POST'): number | null {
  return refuseBody({ method, url, headers })?.status ?? null;
}

describe('the body of a request', () => {
  it.each([FORM, `${FORM};charset=UTF-8`, 'multipart/form-data; boundary=x'])('may be a form: %s', (type) => {
    expect(statusOf('/sign-in?next=%2F', { 'content-type': type, 'content-length': '65536' })).toBeNull();
  });

  it.each(['text/plain', 'application/json', 'application/x-www-form-urlencoded-not', ''])(
    'is nothing else: %s',
    (type) => {
      expect(statusOf('/theme', { 'content-type': type })).toBe(415);
      expect(statusOf('/theme', { 'content-type': type }, 'GET')).toBeNull();
    },
  );

  it.each(['/reconciliation/bank', '/refunds/re_1?/record', '/payments/txn_1?/settle'])(
    'may have a file in it: %s',
    (url) => {
      const length = (bytes: number) => ({ 'content-type': FORM, 'content-length': String(bytes) });
      expect(statusOf(url, length(FILE_FORM_BYTES_MAX))).toBeNull();
      expect(statusOf(url, length(FILE_FORM_BYTES_MAX + 1))).toBe(413);
      expect(statusOf(url, { 'content-type': FORM, 'transfer-encoding': 'chunked' })).toBeNull();
    },
  );

  it.each(['/sign-in', '/forgot-password', '/theme', '/refund?id=txn_1', '/refunds', '/settings/users'])(
    'is small elsewhere, and says how large it is: %s',
    (url) => {
      expect(statusOf(url, { 'content-type': FORM, 'content-length': '65537' })).toBe(413);
      expect(statusOf(url, { 'content-type': FORM, 'transfer-encoding': 'chunked' })).toBe(411);
    },
  );
});
