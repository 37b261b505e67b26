import { z } from '@hono/zod-openapi';
import { ROLES } from '@makewhole/domain/roles';
import { freeLine } from '../http/free-text.ts';
import { instantSchema } from '../http/fields.ts';
import { PROBLEM_CODES } from '../http/problem-kinds.ts';

const NAME_LENGTH_MAX = 100;

export const userSchema = z
  .object({
    id: z.string().openapi({ example: 'pr_0190a1b2c3d4' }),
    name: z.string(),
    email: z.string(),
    role: z.enum(ROLES),
    status: z.enum(['invited', 'active', 'disabled']).openapi({
      description:
        'invited: has not set a password yet. disabled: cannot sign in; what they did stays under their name.',
    }),
    hasSecondFactor: z.boolean(),
    lastSignInAt: instantSchema.nullable(),
    invitation: z
      .object({
        status: z.enum(['sent', 'not_sent_yet', 'failed']),
        requestedAt: instantSchema,
        sentAt: instantSchema.nullable(),
        expiresAt: instantSchema.nullable().openapi({ description: 'When its link expires.' }),
        lastError: z.string().nullable().openapi({ description: "The mail server's last error." }),
      })
      .nullable()
      .openapi({ description: 'The newest invitation, until it is accepted; else null.' }),
  })
  .openapi('User');

export type UserBody = z.infer<typeof userSchema>;

const emailSchema = z.email().max(254);

export const invitationSchema = z
  .strictObject({
    name: freeLine(NAME_LENGTH_MAX, 'As shown to other users.'),
    email: emailSchema.openapi({ description: 'Where the invitation is sent, and what they sign in with.' }),
    role: z.enum(ROLES),
  })
  .openapi('InvitationRequest');

/** More people than this come in several batches. */
const PEOPLE_ROWS_MAX = 100;

export const peopleBatchSchema = z
  .strictObject({
    rows: z
      .array(
        z.strictObject({
          name: freeLine(NAME_LENGTH_MAX, 'As shown to other users.'),
          email: emailSchema,
          role: z.enum(ROLES),
        }),
      )
      .min(1)
      .max(PEOPLE_ROWS_MAX),
    dryRun: z.boolean().default(false).openapi({
      description: 'Invite nobody, and say what would happen to each row.',
    }),
  })
  .openapi('PeopleBatch');

export const peopleBatchAnswerSchema = z
  .object({
    rows: z.array(
      z.object({
        email: z.string(),
        status: z.enum(['created', 'unchanged', 'refused']).openapi({
          description: 'created: invited. unchanged: your firm has this person in this role.',
        }),
        code: z
          .enum(PROBLEM_CODES)
          .nullable()
          .openapi({ description: 'Why it was refused; otherwise null.' }),
        detail: z.string().nullable(),
      }),
    ),
  })
  .openapi('PeopleBatchAnswer', { description: 'In the order of the request. Each row stands for itself.' });

export const userChangesSchema = z
  .strictObject({
    role: z.enum(ROLES).optional(),
    disabled: z.boolean().optional().openapi({ description: 'true ends their sessions at once.' }),
  })
  .refine((changes) => Object.keys(changes).length > 0, 'must change something')
  .openapi('UserChanges', { minProperties: 1 });

export const passwordResetSchema = z.strictObject({ email: emailSchema }).openapi('PasswordResetRequest');

export const signInUnlockSchema = z
  .strictObject({ token: z.string().min(1).max(200).openapi({ description: 'From the emailed link.' }) })
  .openapi('SignInUnlockRequest');

export const sessionSchema = z
  .object({
    id: z.string(),
    startedAt: instantSchema,
    endsAt: instantSchema,
    address: z.string().nullable().openapi({ description: 'The network address that it was started from.' }),
    userAgent: z.string().nullable(),
    isThisOne: z.boolean(),
  })
  .openapi('Session');

export const stepUpSchema = z
  .strictObject({
    password: z
      .string()
      .max(128)
      .optional()
      .openapi({ description: 'Either this or `code`; only for a person without a second factor.' }),
    code: z
      .string()
      .max(20)
      .optional()
      .openapi({ description: 'From the authenticator app, or an unused recovery code.' }),
  })
  .refine(
    ({ password, code }) => (password === undefined) !== (code === undefined),
    'send either password or code',
  )
  .openapi('StepUpRequest', {
    minProperties: 1,
    not: { properties: { password: {}, code: {} }, required: ['password', 'code'] },
    example: { code: '123456' },
  });

export const steppedUpSchema = z
  .object({ until: instantSchema.openapi({ description: 'For this session only.' }) })
  .openapi('SteppedUp');
