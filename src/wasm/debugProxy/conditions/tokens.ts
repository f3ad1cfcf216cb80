export type Token =
  | { readonly kind: 'int' | 'real'; readonly value: number }
  | { readonly kind: 'string' | 'char'; readonly value: string }
  | { readonly kind: 'name'; readonly value: string }
  | { readonly kind: 'sign'; readonly value: string };

const pattern =
  /\s*(?:(?<real>\d+\.\d+|\d+(?:\.\d+)?[dD])|(?<int>\d+)(?![\w.])|"(?<string>(?:[^"\\\n]|\\["\\nrt0])*)"|'(?<char>[^'\\\n]|\\['\\nrt0])'|(?<name>@?[\p{L}_][\p{L}\p{N}_]*)|(?<sign>&&|\|\||==|!=|<=|>=|[-+*/%<>!()?:.]))/uy;

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', 0: '\0' };

/** Tokenizes a simple C# expression; `undefined` if it contains unsupported tokens. */
export function tokenize(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  pattern.lastIndex = 0;
  while (pattern.lastIndex < end) {
    const found = pattern.exec(text)?.groups;
    if (found === undefined) return undefined;
    const { char, int, name, real, sign, string } = found;
    if (real !== undefined) tokens.push({ kind: 'real', value: Number.parseFloat(real) });
    if (int !== undefined) tokens.push({ kind: 'int', value: Number(int) });
    if (string !== undefined) tokens.push({ kind: 'string', value: unescape(string) });
    if (char !== undefined) tokens.push({ kind: 'char', value: unescape(char) });
    if (name !== undefined) tokens.push({ kind: 'name', value: name.replace('@', '') });
    if (sign !== undefined) tokens.push({ kind: 'sign', value: sign });
  }
  return tokens;
}

function unescape(text: string): string {
  return text.replaceAll(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter);
}
