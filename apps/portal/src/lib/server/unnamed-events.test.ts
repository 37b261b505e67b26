import { expect, test } from 'vitest';
import { unnamedEvents } from './unnamed-events.ts';

test('events lose their names and nothing else, however the stream is cut', async () => {
  const sent = 'id: 1\nevent: refund.sent\ndata: {"a":"event: x"}\n\nevent: heartbeat\ndata: \n\n';
  for (const size of [1, 7, sent.length]) {
    const received = await Array.fromAsync(streamOf(sent, size).pipeThrough(unnamedEvents()));
    expect(received.join('')).toBe('id: 1\ndata: {"a":"event: x"}\n\ndata: \n\n');
  }
});

function streamOf(text: string, chunkLength: number): ReadableStream<string> {
  return new ReadableStream({
    start(controller) {
      for (let at = 0; at < text.length; at += chunkLength)
        controller.enqueue(text.slice(at, at + chunkLength));
      controller.close();
    },
  });
}
