/** Where results are printed, and what it can display. */
export interface Output {
  write(text: string): void;
  readonly hasColors: boolean;
  /** The width in columns; `undefined` where lines may have any length. */
  readonly columns: number | undefined;
}

/** Creates the output of a stream: colors and a width in a terminal only (https://no-color.org). */
export function createOutput(
  stream: Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>,
  environment: Readonly<Record<string, string | undefined>>,
): Output {
  const isTerminal = stream.isTTY;
  const isPlain = Boolean(environment['NO_COLOR']) || environment['TERM'] === 'dumb';
  return {
    write: (text) => void stream.write(text),
    hasColors: isTerminal && !isPlain,
    columns: isTerminal && stream.columns > 0 ? stream.columns : undefined,
  };
}

const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34 } as const;
export type Color = keyof typeof codes;

/** Colors a text where the output shows colors (ECMA-48, SGR). */
export function colorText(text: string, color: Color | undefined, { hasColors }: Output): string {
  if (color === undefined || !hasColors || text === '') return text;
  return `\u001b[${codes[color]}m${text}\u001b[0m`;
}
