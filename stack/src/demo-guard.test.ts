import { expect, test } from 'vitest';
import { checkDemoWanted } from './demo-guard.ts';

test.each([
  {},
  { DATABASE_URL: 'postgres://me@localhost:5432/mine' },
  { DATABASE_URL: 'postgres://me@127.0.0.1/mine' },
  { DATABASE_URL: 'postgres://me@[::1]:5432/mine' },
  { DATABASE_URL: 'postgres://me@db.firm.example/mine', MAKEWHOLE_DEMO: 'true' },
])('the demo firm may come to this machine, and where somebody asked for it: %j', (env) => {
  expect(() => checkDemoWanted(env)).not.toThrow();
});

test.each([
  { DATABASE_URL: 'postgres://me@db.firm.example:5432/mine' },
  { DATABASE_URL: 'postgres://me@10.0.0.7/mine', MAKEWHOLE_DEMO: 'false' },
  { DATABASE_URL: 'postgres://me@localhost.firm.example/mine' },
])('it comes to no other database, and the line says where to read on: %j', (env) => {
  expect(() => checkDemoWanted(env)).toThrow(/docs\/production\.md/);
});
