// What the routes are given: the world around them, once, and who is asking, at each request.
import type { HttpBindings } from '@hono/node-server';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Db } from '@makewhole/db/connect';
import type { Networks } from '@makewhole/domain/client-address';
import type { FirmId, PrincipalId } from '@makewhole/domain/ids';
import type { Action, Role, Scope } from '@makewhole/domain/roles';
import type { WebhookVerifier } from '@makewhole/processor/create-processor';
import type { PaymentProcessor } from '@makewhole/processor/port';
import type { Logger } from '@makewhole/runtime/logger';
import type { PayloadKeys } from '@makewhole/temporal/payload-keys';
import type { ConcurrencyLimit } from './concurrency-limit.ts';
import type { Background } from './background.ts';
import type { RefundChanges } from './refund-changes.ts';
import type { WorkflowClient } from './workflow-client.ts';

export type Services = {
  readonly db: Db;
  readonly processor: PaymentProcessor;
  readonly workflows: WorkflowClient;
  readonly changes: RefundChanges;
  readonly auth: Auth;
  readonly knownBrowsers: KnownBrowsers;
  /** In which passwords are hashed. */
  readonly hashing: ConcurrencyLimit;
  /** Whose word about where a request comes from is taken. */
  readonly proxies: Networks;
  readonly background: Background;
  readonly log: Logger;
  /** Aborts when the process is asked to end: whoever waits answers then. */
  readonly stopping: AbortSignal;
  readonly links: Links;
  readonly verifyProcessorWebhook: WebhookVerifier;
  readonly metrics: MetricsAccess;
  /** Of evidence, in all. */
  readonly evidenceBytesPerFirm: number;
  readonly payloadKeys: PayloadKeys;
  readonly codec: CodecSettings;
  readonly webhooks: WebhookSettings;
  /** Which verify the checkpoints of the audit trail, the newest first; none where they are not signed. */
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

/** A session as better-auth finds it. */
export type SignedIn = {
  readonly user: { readonly id: string; readonly twoFactorEnabled?: boolean | null | undefined };
  readonly session: {
    readonly id: string;
    readonly expiresAt: Date;
    readonly stepUpAt?: Date | null | undefined;
  };
};

type StoredSession = {
  readonly id: string;
  readonly token: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
  readonly ipAddress?: string | null | undefined;
  readonly userAgent?: string | null | undefined;
};

/** The browsers in which somebody signed in before (auth/known-browsers.ts). */
export type KnownBrowsers = {
  /** The ID of the request's browser where this person has signed in in it before; else null. */
  readonly find: (cookies: string | null, email: string) => string | null;
  /** The Set-Cookie header by which the request's browser is known as this person's from now on. */
  readonly remember: (cookies: string | null, email: string) => string;
};

/** Who reads the metrics: everybody on a developer's machine, whoever has the token, nobody without one. */
export type MetricsAccess =
  { readonly kind: 'everybody' | 'nobody' } | { readonly kind: 'token'; readonly token: string };

/** Who decrypts payloads. */
export type CodecSettings = {
  /** With which operators do it without being signed in; null: nobody does. */
  readonly token: string | null;
  /** Whether owners who are signed in do it, of whichever firm: the installation says so, no firm's roles. */
  readonly isForOwners: boolean;
};

/** Of the webhooks that go out. */
export type WebhookSettings = {
  /** Null: they are not set up here. */
  readonly signingKey: string | null;
  readonly allowPrivate: boolean;
};

export type Links = {
  readonly portalUrl: string;
  /** Null where there is no Temporal UI. */
  readonly temporalUiUrl: string | null;
  readonly temporalNamespace: string;
};

export type UserSession = {
  readonly id: string;
  readonly endsAt: Date;
  /** When its person last proved once more who they are. */
  readonly stepUpAt: Date | null;
};

/** Who asks: a person by their session, or a program by its API key. */
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

export type ApiEnv = {
  Bindings: HttpBindings;
  Variables: { requestId: string; caller: Caller };
};

export type App = OpenAPIHono<ApiEnv>;
