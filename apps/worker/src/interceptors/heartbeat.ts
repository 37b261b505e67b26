import { Context } from '@temporalio/activity';
import type { ActivityInboundCallsInterceptor } from '@temporalio/worker';

const HEARTBEAT_EVERY_MS = 2_000;

/** Sends heartbeats for every running activity, so that the server notices a killed worker in seconds and retries. */
export function heartbeatWhileRunning(): ActivityInboundCallsInterceptor {
  return {
    async execute(input, next) {
      const context = Context.current();
      const beat = setInterval(() => {
        context.heartbeat();
      }, HEARTBEAT_EVERY_MS);
      try {
        return await next(input);
      } finally {
        clearInterval(beat);
      }
    },
  };
}
