// What an activity failed of may quote the outside: a mail server names the address that it refuses. Its words are made a
// payload, which is then encrypted as every other. What a workflow task failed of is our own code's word, and is what
// operators must read when a key is missing: it stays plain.
import { ApplicationFailure, DefaultFailureConverter, type FailureConverter } from '@temporalio/common';
import { UnreadablePayloadError } from './payload-codec.ts';

const plain = new DefaultFailureConverter();
const encoded = new DefaultFailureConverter({ encodeCommonAttributes: true });

/** Loaded by the SDK, by this name. */
export const failureConverter: FailureConverter = {
  errorToFailure: (error, payloadConverter, context) =>
    (isFromOutside(error) ? encoded : plain).errorToFailure(error, payloadConverter, context),
  failureToError: (failure, payloadConverter, context) =>
    plain.failureToError(failure, payloadConverter, context),
};

function isFromOutside(error: unknown): boolean {
  return error instanceof ApplicationFailure && error.type !== UnreadablePayloadError.name;
}
