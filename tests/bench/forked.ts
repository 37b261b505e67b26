// A script of the bench as a process of its own that sends words to this one. It ends when this one lets go of it.
import { fork } from 'node:child_process';
import { once } from 'node:events';

const READY_TIMEOUT_MS = 120_000;

/** Starts a script beside this file, and waits until it says "ready". @param hear gets every word that follows */
export async function forkScript(name: string, args: readonly string[], hear: (word: string) => void) {
  const child = fork(new URL(name, import.meta.url), args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  const ready = Promise.withResolvers<void>();
  const timer = setTimeout(() => ready.reject(new Error(`${name} was not ready in time`)), READY_TIMEOUT_MS);
  child.once('error', ready.reject);
  child.once('exit', (code) => ready.reject(new Error(`${name} ended by itself with ${code}`)));
  child.on('message', (word) => {
    if (word === 'ready') ready.resolve();
    else if (typeof word === 'string') hear(word);
  });
  await ready.promise.finally(() => clearTimeout(timer));
  return {
    tell: (word: string) => child.send(word),
    stop: async () => {
      if (child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.disconnect();
      const kill = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await ended;
      clearTimeout(kill);
    },
  };
}
