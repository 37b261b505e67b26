import { randomBytes } from 'node:crypto';
import type { Db } from '@makewhole/db/connect';
import { OPERATOR } from '@makewhole/db/events/append-firm-event';
import { createFirm, type FirmCreated } from '@makewhole/db/new-firms/create-firm';
import { printInvitation } from '@makewhole/db/new-firms/print-invitation';
import { readEnv } from '@makewhole/runtime/read-env';
import { z } from 'zod';
import { CommandFailure, EXIT } from '../exit-codes.ts';
import type { Output } from '../output.ts';
import { readDatabaseSettings, withDatabase } from './database.ts';
import { checkedReference } from './reference.ts';

type Options = {
  readonly name: string;
  readonly zone: string;
  readonly owner: string;
  readonly ownerName?: string;
  readonly reference: string;
  readonly printLink: boolean;
};

const NAME_MAX = 200;
const TOKEN_BYTES = 32;
const EMAIL = z.email().max(254);

type Accepted = Extract<FirmCreated, { kind: 'created' | 'exists' }>;
type Link = { readonly url: string; readonly expiresAt: string };

export async function createFirmCommand(options: Options, output: Output): Promise<void> {
  const wanted = checked(options);
  const portalUrl = options.printLink ? readPortalUrl() : null;
  const { created, link } = await withDatabase(readDatabaseSettings(), (db) =>
    // In one transaction: no mail goes out for a link that is printed.
    db.transaction((tx) => create(tx, wanted, portalUrl)),
  );
  const isNew = created.kind === 'created';
  const { owner, name } = wanted;
  output.result(
    [
      isNew
        ? `Created ${name} (${created.firmId}).`
        : `${name} exists (${created.firmId}); nothing was added.`,
      ...(link === null
        ? isNew
          ? [`${owner.email} is invited by email, within a minute of the worker running.`]
          : []
        : [`Hand this link to ${owner.email}. It works once, until ${link.expiresAt}:`, `  ${link.url}`]),
    ],
    { firmId: created.firmId, created: isNew, owner: owner.email, link },
  );
}

async function create(tx: Db, wanted: ReturnType<typeof checked>, portalUrl: string | null) {
  const created = accepted(await createFirm(tx, wanted), wanted.owner.email);
  if (portalUrl === null) return { created, link: null };
  const { firmId, ownerId: principalId } = created;
  const { reference, now: at } = wanted;
  const token = randomBytes(TOKEN_BYTES).toString('base64url');
  const recorded = created.kind === 'created' ? created.invitation : null;
  const by = { firmId, principalId: OPERATOR, at, reference } as const;
  const expiresAt = await printInvitation(tx, by, { principalId, token, recorded });
  if (expiresAt === null) {
    throw new CommandFailure(
      `${wanted.owner.email} has set a password already, and signs in with it. For a new one: ${portalUrl}/forgot-password`,
    );
  }
  const link: Link = { url: `${portalUrl}/invitation?token=${token}`, expiresAt: expiresAt.toISOString() };
  return { created, link };
}

/** @throws CommandFailure with what is wrong with them */
function checked({ name, zone, owner, ownerName, reference }: Options) {
  const email = EMAIL.safeParse(owner.trim());
  if (!email.success) throw new CommandFailure(`--owner ${owner} is not an email address`, EXIT.usage);
  if (name.trim() === '' || name.length > NAME_MAX) {
    throw new CommandFailure(`--name is empty, or longer than ${NAME_MAX} characters`, EXIT.usage);
  }
  return {
    name: name.trim(),
    timeZone: zoneOf(zone),
    owner: { email: email.data, name: ownerName?.trim() || (email.data.split('@')[0] ?? email.data) },
    reference: checkedReference(reference),
    now: new Date(),
  };
}

/** In the spelling of the zone's own name. An offset is no zone: it has no summer time. */
function zoneOf(zone: string): string {
  const known = Intl.supportedValuesOf('timeZone').find((one) => one.toLowerCase() === zone.toLowerCase());
  if (known !== undefined) return known;
  throw new CommandFailure(
    `--zone ${zone} is no time zone: give its IANA name, such as America/New_York or America/Chicago`,
    EXIT.usage,
  );
}

function accepted(outcome: FirmCreated, email: string): Accepted {
  switch (outcome.kind) {
    case 'name_taken':
      throw new CommandFailure(
        `There is a firm of that name (${outcome.firmId}), and ${email} is not of it. Its owners invite others in the portal; another firm needs another name.`,
      );
    case 'email_taken':
      throw new CommandFailure(
        `${email} signs in at another firm (${outcome.firmId}). Each person needs an address of their own for each firm.`,
      );
    default:
      return outcome;
  }
}

function readPortalUrl(): string {
  const { PORTAL_URL } = readEnv(
    { PORTAL_URL: z.url({ protocol: /^https?$/ }).describe("the portal's address, which the link opens") },
    { exitCode: EXIT.usage },
  );
  return PORTAL_URL.replace(/\/$/, '');
}
