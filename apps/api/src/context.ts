// What handlers receive: the services, once, and the caller, with each request.
import type { HttpBindings } from '@hono/node-server';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Db } from '@makewhole/db/connect';
import type { Networks } from '@makewhole/domain/client-address';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Action, Role, Scope } from '@makewhole/domain/roles';
import type { WebhookVerifier } from '@makewhole/processor/installed';
import type { ConnectedProcessors } from '@makewhole/processor/connected-processors';
import type { ProcessorTools } from '@makewhole/processor/module';
import type { KeyRing } from '@makewhole/runtime/key-ring';
import type { Logger } from '@makewhole/runtime/logger';
import type { PayloadKeys } from '@makewhole/temporal/payload-keys';
import type { ConcurrencyLimit } from './concurrency-limit.ts';
import type { Background } from './background.ts';
import type { RefundChanges } from './refund-changes.ts';
import type { WorkflowClient } from './workflow-client.ts';

export type Services = {
  readonly db: Db;
  readonly processor: ConnectedProcessors;
  readonly workflows: WorkflowClient;
  readonly changes: RefundChanges;
  readonly auth: Auth;
  readonly knownBrowsers: KnownBrowsers;
  /** Limits how many passwords are hashed at once. */
  readonly hashing: ConcurrencyLimit;
  /** Proxies whose forwarded client addresses are trusted. */
  readonly proxies: Networks;
  readonly background: Background;
  readonly log: Logger;
  /** Aborts when the process is asked to stop, so that long polls answer. */
  readonly stopping: AbortSignal;
  readonly links: Links;
  readonly verifyProcessorWebhook: WebhookVerifier;
  readonly metrics: MetricsAccess;
  /** The limit of stored evidence per firm. */
  readonly evidenceBytesPerFirm: number;
  readonly payloadKeys: PayloadKeys;
  /** Seal the credentials of payment companies; empty if none can be stored. */
  readonly credentialKeys: KeyRing;
  readonly processorTools: ProcessorTools;
  readonly codec: CodecSettings;
  readonly webhooks: WebhookSettings;
  /** Verify the audit trail's checkpoints, newest first; empty if they are not signed. */
  readonly auditPublicKeys: readonly string[];
};

/** What the API uses of better-auth (auth/better-auth.ts). */
export type Auth = {
  readonly handler: (request: Request) => Promise<Response>;
  readonly api: {
    readonly getSession: (from: WithHeaders) => Promise<SignedIn | null>;
    readonly listSessions: (from: WithHeaders) => Promise<StoredSession[]>;
    readonly revokeSession: (from: WithHeaders & { body: { token: string } }) => Promise<unknown>;
    readonly revokeOtherSessions: (from: WithHeaders) => Promise<unknown>;
    readonly verifyPassword: (
      from: WithHeaders & { body: { password: string } },
    ) => Promise<{ status: boolean }>;
    readonly verifyBackupCode: (
      from: WithHeaders & { body: { code: string; disableSession: boolean } },
    ) => Promise<unknown>;
    readonly verifyTOTP: (from: WithHeaders & { body: { code: string } }) => Promise<unknown>;
  };
};

type WithHeaders = { headers: Headers };

/** A session as better-auth returns it. */
export type SignedIn = {
  readonly user: {
    readonly id: string;
    readonly email: string;
    readonly twoFactorEnabled?: boolean | null | undefined;
  };
  readonly session: {
    readonly id: string;
    readonly createdAt: Date;
    readonly expiresAt: Date;
    readonly stepUpAt?: Date | null | undefined;
    readonly lastActiveAt?: Date | null | undefined;
  };
};

type StoredSession = {
  readonly id: string;
  readonly token: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly lastActiveAt?: Date | null | undefined;
  readonly ipAddress?: string | null | undefined;
  readonly userAgent?: string | null | undefined;
};

/** Browsers that people have signed in from before (auth/known-browsers.ts). */
export type KnownBrowsers = {
  /** The ID of the request's browser if this person has signed in from it before; else null. */
  readonly find: (cookies: string | null, email: string) => string | null;
  /** The Set-Cookie header that makes the request's browser known for this person from now on. */
  readonly remember: (cookies: string | null, email: string) => string;
};

/** Who may read the metrics: everybody on a developer's machine; elsewhere those with the token, or nobody. */
export type MetricsAccess =
  { readonly kind: 'everybody' | 'nobody' } | { readonly kind: 'token'; readonly token: string };

/** Who may decrypt payloads. */
export type CodecSettings = {
  /** Lets operators do so without signing in; null disables that. */
  readonly token: string | null;
  /** Whether signed-in owners, of any firm, may do so: a setting of the installation, not of a firm. */
  readonly isForOwners: boolean;
};

/** For outgoing webhooks. */
export type WebhookSettings = {
  /** Null if they are not set up. */
  readonly signingKey: string | null;
  readonly allowPrivate: boolean;
};

export type Links = {
  readonly portalUrl: string;
  /** Null if there is no Temporal UI. */
  readonly temporalUiUrl: string | null;
  readonly temporalNamespace: string;
};

export type UserSession = {
  readonly id: string;
  readonly endsAt: Date;
  /** When it ends if its user does nothing more. */
  readonly idleEndsAt: Date;
  /** When its user last confirmed their identity. */
  readonly stepUpAt: Date | null;
};

/** Who sent the request: a person with a session, or a program with an API key. */
export type Caller = {
  readonly principalId: PrincipalId;
  readonly firmId: FirmId;
  readonly name: string;
  readonly email: string | null;
  readonly may: (action: Action) => boolean;
} & (
  | {
      readonly kind: 'user';
      readonly role: Role;
      readonly scopes: null;
      readonly authUserId: string;
      readonly session: UserSession;
      readonly secondFactor: { readonly isOn: boolean; readonly isRequired: boolean };
    }
  | { readonly kind: 'api_client'; readonly role: null; readonly scopes: readonly Scope[] }
);

/** The time that a request has left; not counted while its body arrives. */
export type Clock = { readonly stop: () => void; readonly restart: () => void };

export type ApiEnv = {
  Bindings: HttpBindings;
  Variables: { requestId: string; caller: Caller; clock: Clock };
};

export type App = OpenAPIHono<ApiEnv>;
