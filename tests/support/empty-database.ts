// A database that nobody has migrated, as an operator creates it.
import { randomBytes } from 'node:crypto';
import postgres from 'postgres';

export type EmptyDatabase = { readonly url: string; readonly drop: () => Promise<void> };

export async function createEmptyDatabase(adminUrl: string): Promise<EmptyDatabase> {
  const name = `makewhole_empty_${randomBytes(6).toString('hex')}`;
  const admin = postgres(adminUrl, { max: 1, onnotice: () => undefined });
  await admin.unsafe(`CREATE DATABASE ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    url: url.toString(),
    async drop() {
      await admin.unsafe(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await admin.end();
    },
  };
}
