import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { choosePorts, freePort, portOf } from './ports.ts';

const ANY = {
  PORTAL_PORT: '0',
  API_PORT: '0',
  SANDBOX_PORT: '0',
  MAIL_PORT: '0',
  SMTP_PORT: '0',
  TEMPORAL_PORT: '0',
  TEMPORAL_UI_PORT: '0',
  POSTGRES_PORT: '0',
};
const NONE_UNUSED = new Set<never>();
const open: Server[] = [];

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => new Promise((done) => server.close(done))));
});

describe('the ports of the stack', () => {
  it('are all different and free when each variable is 0', async () => {
    const ports = Object.values(await choosePorts(ANY, NONE_UNUSED));
    expect(new Set(ports).size).toBe(ports.length);
    await Promise.all(ports.map((port) => occupy(port, '127.0.0.1')));
  });

  it('are none that an outgoing connection may be given before their server listens', async () => {
    const ports = [...Object.values(await choosePorts(ANY, NONE_UNUSED)), await freePort()];
    expect(Math.max(...ports)).toBeLessThan(32_768);
  });

  it.each(['127.0.0.1', '0.0.0.0', '::1'])(
    'name their variable when the port is taken on %s',
    async (host) => {
      const taken = await occupy(0, host);
      await expect(choosePorts({ ...ANY, API_PORT: String(taken) }, NONE_UNUSED)).rejects.toThrow(
        `Port ${taken} is taken: stop what listens there, or set API_PORT to another port (0 takes any free one).`,
      );
    },
  );

  it('may be taken where their server is not started', async () => {
    const taken = await occupy(0, '127.0.0.1');
    const ports = await choosePorts({ ...ANY, POSTGRES_PORT: String(taken) }, new Set(['POSTGRES_PORT']));
    expect(ports.PORTAL_PORT).toBeGreaterThan(0);
  });

  it.each(['http', '-1', '65536', '3000.5', ' '])('refuse the value "%s"', async (value) => {
    await expect(choosePorts({ ...ANY, PORTAL_PORT: value }, NONE_UNUSED)).rejects.toThrow(
      `PORTAL_PORT is "${value}": it must be a port from 1 to 65535`,
    );
  });

  it('name both variables that ask for the same port', async () => {
    await expect(choosePorts({ ...ANY, MAIL_PORT: '4123', SMTP_PORT: '4123' }, NONE_UNUSED)).rejects.toThrow(
      'MAIL_PORT and SMTP_PORT are both 4123',
    );
  });
});

async function occupy(port: number, host: string): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host }, resolve);
  });
  open.push(server);
  return portOf(server);
}
