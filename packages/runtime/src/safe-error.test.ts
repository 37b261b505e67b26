import { describe, expect, it } from 'vitest';
import { safeError } from './safe-error.ts';

describe('an error on its way to a log', () => {
  it('loses the parameters that a failed query quotes, and keeps its cause and code', () => {
    const cause = Object.assign(new Error('duplicate key value'), { code: '23505' });
    const error = new Error(
      'Failed query: insert into refunds values ($1)\nparams: my secret reason,\nwith a line',
      {
        cause,
      },
    );
    const safe = safeError(error);
    expect(JSON.stringify(safe)).not.toContain('secret');
    expect(safe).toMatchObject({
      code: '23505',
      message: 'Failed query: insert into refunds values ($1): duplicate key value',
    });
    expect(safe.stack).toContain('safe-error.test.ts');
  });

  it('may be anything that was thrown', () => {
    expect(safeError('no')).toEqual({ name: 'Error', code: null, message: 'no', stack: '' });
  });
});
