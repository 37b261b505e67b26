// A migrated database for each test file, cloned from a template in tens of milliseconds.
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import postgres from 'postgres';
import { migrate } from './migrate.ts';

export type TestDatabase = { readonly url: string; readonly drop: () => Promise<void> };

/**
 * Makes a fresh, migrated database on the server of `adminUrl`.
 * The template is named after the migrations, made by whoever comes first, and used by every test file after.
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
  return { url: databaseUrlOf(adminUrl, name), drop: () => dropDatabase(adminUrl, name) };
}

async function ensureTemplate(admin: postgres.Sql, adminUrl: string, template: string): Promise<void> {
  const [found] = await admin`SELECT datistemplate FROM pg_database WHERE datname = ${template}`;
  if (found?.['datistemplate'] === true) return;
  await admin.unsafe(`DROP DATABASE IF EXISTS ${template} WITH (FORCE)`); // left half made by a killed run
  await admin.unsafe(`CREATE DATABASE ${template}`);
  await migrate(databaseUrlOf(adminUrl, template));
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
  return hash.digest('hex').slice(0, 12);
}
