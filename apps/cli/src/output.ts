// What a command prints: lines for people on a terminal, or one JSON document for programs. Progress and complaints go to
// the standard error, so that a pipe carries results alone.
import pc from 'picocolors';

export type Output = {
  readonly isJson: boolean;
  /** The result: its lines for people, its data for programs. */
  readonly result: (lines: readonly string[], data: unknown) => void;
  /** One of several results, as it comes; for programs a line of JSON each. */
  readonly item: (lines: readonly string[], data: unknown) => void;
  /** What goes on meanwhile, for people alone. */
  readonly progress: (line: string) => void;
  readonly color: ReturnType<typeof pc.createColors>;
};

type Streams = { readonly out: NodeJS.WriteStream; readonly err: NodeJS.WriteStream };

export function createOutput({ json }: { readonly json: boolean }, { out, err }: Streams = STANDARD): Output {
  const lines = (stream: NodeJS.WriteStream, text: readonly string[]) => {
    for (const line of text) stream.write(`${line}\n`);
  };
  return {
    isJson: json,
    result: (text, data) => {
      if (json) out.write(`${JSON.stringify(data, null, 2)}\n`);
      else lines(out, text);
    },
    item: (text, data) => {
      // Nobody reads what would still come.
      if (out.errored !== null) process.exit();
      if (json) out.write(`${JSON.stringify(data)}\n`);
      else lines(out, text);
    },
    progress: (line) => {
      if (!json) lines(err, [line]);
    },
    color: pc.createColors(!json && pc.isColorSupported && out.isTTY),
  };
}

const STANDARD: Streams = { out: process.stdout, err: process.stderr };

/** Columns as wide as what is in them. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
