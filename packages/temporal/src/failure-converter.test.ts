import { expect, it } from 'vitest';
import { ApplicationFailure, defaultPayloadConverter } from '@temporalio/common';
import { failureConverter } from './failure-converter.ts';
import { UnreadablePayloadError } from './payload-codec.ts';

const failureOf = (error: Error) => failureConverter.errorToFailure(error, defaultPayloadConverter);

it('an activity failed of words from outside: they are in a payload alone, and come back', () => {
  const failure = failureOf(ApplicationFailure.retryable('550 no mailbox bob@client.example', 'EENVELOPE'));
  const { encodedAttributes, ...open } = failure;
  expect(JSON.stringify(open)).not.toContain('bob@');
  expect(encodedAttributes).toBeTruthy();
  expect(open.applicationFailureInfo).toMatchObject({ type: 'EENVELOPE', nonRetryable: false });
  const error = failureConverter.failureToError(failure, defaultPayloadConverter);
  expect(error.message).toBe('550 no mailbox bob@client.example');
});

it('a key that is missing is named to whoever reads the history, also where an activity could not read its input', () => {
  const error = new UnreadablePayloadError('the key "k1"');
  expect(failureOf(error).message).toContain('"k1"');
  const ofActivity = ApplicationFailure.fromError(error, { message: `Failed to parse: ${error.message}` });
  expect(failureOf(ofActivity)).toMatchObject({
    message: 'Failed to parse: the key "k1"',
    applicationFailureInfo: { nonRetryable: false },
  });
});
