// A migrated database for each test file, cloned from a template in tens of milliseconds.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import postgres from 'postgres';
import { grantAppRole } from './grant-app-role.ts';
import { migrate } from './migrate.ts';

export type TestDatabase = {
  /** The owner's, a superuser: no grant limits it. */
  readonly url: string;
  /** For the role that the API and the worker have in production. */
  readonly appUrl: string;
  readonly drop: () => Promise<void>;
};

/** Shared by every test database of a server; it may only read and write there. */
const APP_ROLE = 'makewhole_test_app';

/**
 * Creates a fresh, migrated database on the server of `adminUrl`. The template is named after the migrations; the
 * first test file to need it creates it, and every later one clones it.
 */
export async function createTestDatabase(adminUrl: string): Promise<TestDatabase> {
  const template = `makewhole_template_${migrationsHash()}`;
  const name = `makewhole_test_${randomBytes(6).toString('hex')}`;
  const admin = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  try {
    await admin`SELECT pg_advisory_lock(hashtext('makewhole template'))`;
    await ensureTemplate(admin, adminUrl, template);
    await admin.unsafe(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  } finally {
    await admin.end();
  }
  const url = databaseUrlOf(adminUrl, name);
  const appUrl = new URL(url);
  appUrl.username = APP_ROLE;
  appUrl.password = APP_ROLE;
  return { url, appUrl: appUrl.toString(), drop: () => dropDatabase(adminUrl, name) };
}

async function ensureTemplate(admin: postgres.Sql, adminUrl: string, template: string): Promise<void> {
  const [found] = await admin`SELECT datistemplate FROM pg_database WHERE datname = ${template}`;
  if (found?.['datistemplate'] === true) return;
  await admin.unsafe(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`); // left incomplete by a killed run
  await admin.unsafe(`CREATE DATABASE ${template}`);
  await migrate(databaseUrlOf(adminUrl, template));
  const [role] = await admin`SELECT FROM pg_roles WHERE rolname = ${APP_ROLE}`;
  if (role === undefined) await admin.unsafe(`CREATE ROLE ${APP_ROLE} LOGIN PASSWORD '${APP_ROLE}'`);
  await grantAppRole(databaseUrlOf(adminUrl, template), APP_ROLE);
  await admin.unsafe(`ALTER DATABASE ${template} IS_TEMPLATE true ALLOW_CONNECTIONS false`);
}

async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  const admin = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  await admin.unsafe(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await admin.end();
}

function databaseUrlOf(adminUrl: string, name: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.toString();
}

function migrationsHash(): string {
  const folder = new URL('../drizzle/', import.meta.url);
  const hash = createHash('sha256');
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort()) {
    hash.update(readFileSync(new URL(file, folder)));
  }
  hash.update(readFileSync(new URL('./grant-app-role.ts', import.meta.url)));
  return hash.digest('hex').slice(0, 12);
}
