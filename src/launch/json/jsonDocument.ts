import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { definePhrases } from '../../common/phrases.ts';
import type { Finding } from './finding.ts';

/** The errors of the parser by the names of their codes. */
const syntaxErrors = definePhrases({
  InvalidSymbol: 'invalid symbol',
  InvalidNumberFormat: 'invalid number format',
  PropertyNameExpected: 'property name expected',
  ValueExpected: 'value expected',
  ColonExpected: 'colon expected',
  CommaExpected: 'comma expected',
  CloseBraceExpected: 'close brace expected',
  CloseBracketExpected: 'close bracket expected',
  EndOfFileExpected: 'end of file expected',
  InvalidCommentToken: 'invalid comment token',
  UnexpectedEndOfComment: 'unexpected end of comment',
  UnexpectedEndOfString: 'unexpected end of string',
  UnexpectedEndOfNumber: 'unexpected end of number',
  InvalidUnicode: 'invalid unicode',
  InvalidEscapeCharacter: 'invalid escape character',
  InvalidCharacter: 'invalid character',
});

/** A problem in a document. Lines and columns start at 1, offsets at 0, all in UTF-16 code units without the byte order mark. */
export interface Problem {
  /** The path of the value, such as `configurations[0].project`; empty for the whole document. */
  readonly path: string;
  readonly message: string;
  readonly offset: number;
  readonly length: number;
  readonly line: number;
  readonly column: number;
}

/** A JSON document with comments and trailing commas, as VS Code and .NET write them. */
export class JsonDocument {
  readonly #text: string;
  readonly #root: Node | undefined;
  readonly #errors: ParseError[] = [];

  constructor(text: string) {
    // Editors don't count the byte order mark.
    this.#text = text.replace(/^\uFEFF/, '');
    this.#root = parseTree(this.#text, this.#errors, { allowTrailingComma: true });
  }

  /** The value of the document, as far as it can be parsed. */
  get value(): unknown {
    return this.#root && (getNodeValue(this.#root) as unknown);
  }

  /** Returns where the text isn't valid JSON. */
  syntaxProblems(): readonly Problem[] {
    if (this.#root === undefined && this.#errors.length === 0) {
      return [this.#problem('', syntaxErrors.ValueExpected(), 0, 0)];
    }
    return this.#errors.map(({ error, length, offset }) =>
      this.#problem('', describeError(printParseErrorCode(error)), offset, length),
    );
  }

  /** Locates a finding: at its value, or at the nearest value around it. */
  locate({ message, path }: Finding): Problem {
    const { length, offset } = this.#nodeAt(path);
    return this.#problem(formatPath(path), message, offset, length);
  }

  #nodeAt(path: Finding['path']): Pick<Node, 'offset' | 'length'> {
    const root = this.#root;
    if (root === undefined) return { offset: 0, length: 0 };
    const node = findNodeAtLocation(root, [...path]);
    if (node !== undefined) return node;
    return path.length === 0 ? root : this.#nodeAt(path.slice(0, -1));
  }

  #problem(path: string, message: string, offset: number, length: number): Problem {
    const lines = this.#text.slice(0, offset).split('\n');
    const column = (lines.at(-1) ?? '').length + 1;
    return { path, message, offset, length, line: lines.length, column };
  }
}

function describeError(code: string): string {
  const describe = (syntaxErrors as Readonly<Record<string, (() => string) | undefined>>)[code];
  return describe?.() ?? code;
}

/** Formats a path as in JavaScript: `profiles["my app"].commandName`. */
function formatPath(path: Finding['path']): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    if (!/^[A-Za-z_$][\w$]*$/.test(step)) return `${text}[${JSON.stringify(step)}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}
