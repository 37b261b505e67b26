// An activity's failure may quote the outside world: a mail server names the address that it refuses. Its message is
// moved into a payload, which is then encrypted like any other. A workflow task's failure comes from our own code, and
// operators must be able to read it when a key is missing: it stays plain.
import { ApplicationFailure, DefaultFailureConverter, type FailureConverter } from '@temporalio/common';
import { UnreadablePayloadError } from './payload-codec.ts';

const plain = new DefaultFailureConverter();
const encoded = new DefaultFailureConverter({ encodeCommonAttributes: true });

/** The SDK loads it by this name. */
export const failureConverter: FailureConverter = {
  errorToFailure: (error, payloadConverter, context) =>
    (isFromOutside(error) ? encoded : plain).errorToFailure(error, payloadConverter, context),
  failureToError: (failure, payloadConverter, context) =>
    plain.failureToError(failure, payloadConverter, context),
};

function isFromOutside(error: unknown): boolean {
  return error instanceof ApplicationFailure && error.type !== UnreadablePayloadError.name;
}
