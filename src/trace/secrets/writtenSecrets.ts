/** Where something is in a text. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Quotes, also escaped as in JSON. */
const quote = String.raw`(?<quote>\\*["']|\\+u002[27])`;
const quoted = String.raw`${quote}[^\r\n]*?\k<quote>(?:\k<quote>[^\r\n]*?\k<quote>)*`;
/** Without a quote, a value ends with its line: it may have spaces. */
const plain = String.raw`[^;\r\n]+`;

/** Forms in which programs write secrets. The secret of each is in a group of this name. */
const forms: readonly RegExp[] = [
  // Parts of connection strings.
  new RegExp(
    String.raw`(?:password|passwd|pwd|accountkey|accesskey|sharedaccesssignature)\s*=\s*(?<secret>${quoted}|${plain})`,
    'dgi',
  ),
  // Addresses of dashboards.
  /[?&](?:amp;)?(?:t|token|access_token|sig)=(?<secret>[^\s&#"'<>]+)/dgi,
  /:\/\/[^\s:/@]*:(?<secret>[^\s/@]+)(?=@)/dg,
];

/** Finds what the form of a text says is a secret, whether its value is known or not. */
export function findWritten(text: string): readonly TextRange[] {
  return forms.flatMap((form) =>
    Array.from(text.matchAll(form), ({ indices }) => {
      const [start, end] = indices?.groups?.['secret'] ?? [0, 0];
      return { start, end };
    }),
  );
}
