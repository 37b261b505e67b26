import { readFileSync } from 'node:fs';
import { z } from 'zod';

type Environment = Readonly<Record<string, string | undefined>>;

type Options = {
  readonly environment?: Environment;
  /** With which the process ends if a setting cannot be used; 1 if absent. */
  readonly exitCode?: number;
};

/**
 * Reads a process's settings from its environment, or exits with one clear line. A variable that is set but empty
 * counts as missing. Each may come from a file instead, as secrets do: NAME_FILE has its path.
 * @param shape one zod schema per variable, by name; its `description` says what the variable is for
 */
export function readEnv<Shape extends z.ZodRawShape>(
  shape: Shape,
  { environment = process.env, exitCode = 1 }: Options = {},
): z.infer<z.ZodObject<Shape>> {
  const { given, faults } = readFiles(Object.keys(shape), environment);
  const parsed = z.object(shape).safeParse(given);
  if (parsed.success && faults.length === 0) return parsed.data;
  const issues = parsed.success ? [] : parsed.error.issues;
  const unread = new Set(faults.map(({ name }) => name));
  const told = issues.flatMap((issue) => {
    const name = String(issue.path[0]);
    if (unread.has(name)) return [];
    const description = shape[name] instanceof z.ZodType ? shape[name].description : undefined;
    const what = given[name] === undefined ? 'is missing' : `is malformed (${issue.message})`;
    return [`${name} ${what}${description === undefined ? '' : `: set it to ${description}`}`];
  });
  process.stderr.write(`Bad settings: ${[...faults.map(({ fault }) => fault), ...told].join('; ')}\n`);
  process.exit(exitCode);
}

type Fault = { readonly name: string; readonly fault: string };

/** What is given, directly or as a file. The line break at a file's end is not part of its value. */
function readFiles(names: readonly string[], environment: Environment) {
  const given: Record<string, string> = {};
  const faults: Fault[] = [];
  for (const name of names) {
    const value = environment[name] || undefined;
    const path = environment[`${name}_FILE`] || undefined;
    if (value !== undefined && path !== undefined) {
      faults.push({ name, fault: `${name} and ${name}_FILE are both set: keep one of them` });
    } else if (value !== undefined) {
      given[name] = value;
    } else if (path !== undefined) {
      const text = readText(path);
      if (text === null) {
        faults.push({
          name,
          fault: `${name}_FILE cannot be read: set it to the path of a file with ${name}`,
        });
      } else if (text !== '') given[name] = text;
    }
  }
  return { given, faults };
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').replace(/\r?\n$/, '');
  } catch {
    return null;
  }
}
