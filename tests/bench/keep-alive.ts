// Requests over one connection that is kept, one after the other: what they cost is the server, not the greeting.
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

export type KeptConnection = ReturnType<typeof keepConnection>;

type Answer = { readonly status: number; readonly text: string };

export function keepConnection(url: string, key: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = async (
    method: 'GET' | 'POST',
    path: string,
    wanted: number,
    headers: Readonly<Record<string, string>> = {},
    body?: unknown,
  ): Promise<Answer> => {
    const answered = Promise.withResolvers<Answer>();
    const outgoing = request(
      `${url}${path}`,
      {
        agent,
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      },
      (incoming) => {
        text(incoming).then(
          (said) => answered.resolve({ status: incoming.statusCode ?? 0, text: said }),
          answered.reject,
        );
      },
    );
    outgoing.on('error', answered.reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
    const answer = await answered.promise;
    if (answer.status !== wanted) {
      throw new Error(`${method} ${path} answered ${answer.status}, not ${wanted}: ${answer.text}`);
    }
    return answer;
  };
  return { ask, close: () => agent.destroy() };
}
