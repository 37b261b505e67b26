import { z } from 'zod';

/**
 * Reads a process's settings from its environment, or exits with one clear line. A variable that is set but empty
 * counts as missing.
 * @param shape one zod schema per variable, by name; its `description` says what the variable is for
 */
export function readEnv<Shape extends z.ZodRawShape>(
  shape: Shape,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): z.infer<z.ZodObject<Shape>> {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = z.object(shape).safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    const description = shape[name] instanceof z.ZodType ? shape[name].description : undefined;
    const what = given[name] === undefined ? 'is missing' : `is malformed (${issue.message})`;
    return `${name} ${what}${description === undefined ? '' : `: set it to ${description}`}`;
  });
  process.stderr.write(`Bad settings: ${faults.join('; ')}\n`);
  process.exit(1);
}
