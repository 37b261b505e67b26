// The port of each server in the stack: the variable's value, else its default; 0 means any free one.
import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { StackError } from './stack-error.ts';

const DEFAULT_PORTS = {
  PORTAL_PORT: 3000,
  API_PORT: 3001,
  SANDBOX_PORT: 3002,
  MAIL_PORT: 8025,
  SMTP_PORT: 1025,
  TEMPORAL_PORT: 7233,
  TEMPORAL_UI_PORT: 8233,
  POSTGRES_PORT: 54329,
} as const;

export type PortName = keyof typeof DEFAULT_PORTS;
export type Ports = Readonly<Record<PortName, number>>;

const PORT_MAX = 65_535;
// Below the ports that Linux, macOS and Windows give to outgoing connections (32768 and up): one of those may take a port
// between the moment when we find it free and the moment when its server listens.
const ANY_PORT_MIN = 20_000;
const ANY_PORT_MAX = 32_767;
const ANY_PORT_TRIES = 100;

/**
 * Reads every port and makes sure that it is free, except those named in `unused` (their server is not started). Throws
 * a StackError that names the variable to change.
 */
export async function choosePorts(env: NodeJS.ProcessEnv, unused: ReadonlySet<PortName>): Promise<Ports> {
  const ports: Record<PortName, number> = { ...DEFAULT_PORTS };
  const held: Server[] = [];
  const names = typedKeys(DEFAULT_PORTS).filter((name) => !unused.has(name));
  try {
    refuseDoubles(names.map((name) => [name, readPort(env, name)] as const));
    // Fixed ports first, so that "any free one" never takes a port that another variable wants.
    for (const name of names.toSorted(
      (a, b) => Number(readPort(env, a) === 0) - Number(readPort(env, b) === 0),
    )) {
      const server = await holdPort(name, readPort(env, name));
      held.push(server);
      ports[name] = portOf(server);
    }
    return ports;
  } finally {
    await Promise.all(held.map(release));
  }
}

/** A port that was free a moment ago, for servers that cannot be told "any". */
export async function freePort(): Promise<number> {
  const server = await listenOnAny();
  const port = portOf(server);
  await release(server);
  return port;
}

function readPort(env: NodeJS.ProcessEnv, name: PortName): number {
  const text = env[name];
  if (text === undefined || text === '') return DEFAULT_PORTS[name];
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > PORT_MAX) {
    throw new StackError(
      `${name} is "${text}": it must be a port from 1 to ${PORT_MAX}, or 0 for any free one.`,
    );
  }
  return port;
}

function refuseDoubles(ports: readonly (readonly [PortName, number])[]): void {
  const takenBy = new Map<number, PortName>();
  for (const [name, port] of ports) {
    const other = takenBy.get(port);
    if (other !== undefined && port !== 0) {
      throw new StackError(
        `${other} and ${name} are both ${port}: give one of them another port, or 0 for any free one.`,
      );
    }
    takenBy.set(port, name);
  }
}

/** Listens on IPv4 and, if the machine has it, IPv6: a server on ::1 would answer a browser's http://localhost. */
async function holdPort(name: PortName, port: number): Promise<Server> {
  try {
    if (port === 0) return await listenOnAny();
    await refuseTakenOnIpv6(port);
    return await listen(port, '127.0.0.1');
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EADDRINUSE') {
      throw new StackError(
        `Port ${port} is taken: stop what listens there, or set ${name} to another port (0 takes any free one).`,
      );
    }
    if (code === 'EACCES') {
      throw new StackError(`Port ${port} may not be opened by this user: set ${name} to a port above 1023.`);
    }
    throw error;
  }
}

async function listenOnAny(): Promise<Server> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await listen(randomInt(ANY_PORT_MIN, ANY_PORT_MAX + 1), '127.0.0.1');
    } catch (error) {
      if (errorCode(error) !== 'EADDRINUSE' || tries === ANY_PORT_TRIES) throw error;
    }
  }
}

async function refuseTakenOnIpv6(port: number): Promise<void> {
  try {
    await release(await listen(port, '::1'));
  } catch (error) {
    // Only "taken" counts: a machine without IPv6 answers with other codes.
    if (errorCode(error) === 'EADDRINUSE') throw error;
  }
}

function listen(port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });
}

function release(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

/** The port that a listening server got. */
export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A listening TCP server has a port.');
  return address.port;
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function typedKeys<K extends string>(record: Readonly<Record<K, unknown>>): K[] {
  // Object.keys loses the key type; the record is a literal in this file, so it has no other keys.
  return Object.keys(record) as K[];
}
