import { z } from '@hono/zod-openapi';
import { SETUP_STATES, SETUP_STEPS } from '@makewhole/domain/setup-steps';

export const setupStepNameSchema = z.enum(SETUP_STEPS).openapi('SetupStepName');

export const setupSchema = z
  .object({
    isDone: z.boolean().openapi({ description: 'Whether every step is done or set aside.' }),
    steps: z.array(
      z
        .object({
          name: setupStepNameSchema,
          state: z.enum(SETUP_STATES).openapi({
            description:
              'Told from what the firm has, never ticked off. attention: it was done and does not work now. not_for_us: an owner set it aside.',
          }),
          detail: z.string().openapi({ description: 'What to do next, or what there is.' }),
          canSetAside: z.boolean(),
        })
        .openapi('SetupStep'),
    ),
  })
  .openapi('Setup');

export const setupChangeSchema = z
  .strictObject({
    notForUs: z.boolean().openapi({ description: 'Whether the firm does without this step.' }),
  })
  .openapi('SetupChange');
