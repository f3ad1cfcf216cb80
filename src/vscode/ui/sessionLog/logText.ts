import { StringDecoder } from 'node:string_decoder';
import type { OutputStream } from '../../../common/outputStream.ts';
import { TerminalText, withoutSequences } from '../../../common/terminalText.ts';

/** How a log is written. */
export interface LogForm {
  /** What lines of a stream begin with. */
  readonly prefixes: Readonly<Record<OutputStream, string>>;
  readonly lineEnd: string;
  /** Written where a program rewrites its line. */
  readonly rewrite: string;
  /** Whether colors and styles are kept. */
  readonly isStyled: boolean;
}

const noStyle = '\u001b[0m';
/** Lines of stderr are marked by words, since colors can't be seen by everybody. */
const stderrMark = 'err│';

/** A log in a terminal. */
export const terminalForm: LogForm = {
  prefixes: { stdout: '', stderr: `\u001b[31m${stderrMark}${noStyle} ` },
  lineEnd: '\r\n',
  rewrite: '\r\u001b[2K',
  isStyled: true,
};

/** A log in a file. */
export const fileForm: LogForm = {
  prefixes: { stdout: '', stderr: `${stderrMark} ` },
  lineEnd: '\n',
  rewrite: '\n',
  isStyled: false,
};

/** The state of a stream. */
interface StreamState {
  readonly decoder: StringDecoder;
  readonly text: TerminalText;
  /** The sequences that select the current style. */
  styles: string;
}

/** More sequences than this are not remembered for the next line. In characters. */
const longestStyles = 256;

/** Joins the output of both streams to one text in which each line belongs to one of them. */
export class LogText {
  readonly #form: LogForm;
  readonly #streams: Readonly<Record<OutputStream, StreamState>>;
  /** The stream of the last line, if it is incomplete. */
  #open: OutputStream | undefined;

  constructor(form: LogForm) {
    this.#form = form;
    this.#streams = { stdout: newState(), stderr: newState() };
  }

  /** Returns what to write for output of a stream. */
  push(stream: OutputStream, bytes: Buffer): string {
    const { decoder, text } = this.#streams[stream];
    return this.#toLines(stream, text.push(decoder.write(bytes)));
  }

  /** Returns what to write for a line that isn't output. */
  line(text: string): string {
    return `${this.#endLine()}${text}${this.#form.lineEnd}`;
  }

  /** Returns what is left at the end of the output. */
  end(): string {
    const rests = (['stdout', 'stderr'] as const).map((stream) => {
      const { decoder, text } = this.#streams[stream];
      const rest = text.push(decoder.end()) + text.flush();
      return this.#toLines(stream, rest.replace(/\r+$/, ''));
    });
    return rests.join('') + this.#endLine();
  }

  #toLines(stream: OutputStream, text: string): string {
    let written = '';
    for (const [, content = '', end = ''] of text.matchAll(/([^\r\n]*)(\r*\n|\r+|$)/g)) {
      if (content === '' && end === '') continue;
      written += this.#beginLine(stream) + this.#toContent(stream, content);
      if (end.endsWith('\n')) written += this.#endLine();
      else if (end !== '') written += this.#rewriteLine(stream);
    }
    return written;
  }

  #toContent(stream: OutputStream, content: string): string {
    if (!this.#form.isStyled) return withoutSequences(content);
    const state = this.#streams[stream];
    for (const [style] of content.matchAll(stylePattern)) state.styles = nextStyles(state, style);
    return content;
  }

  /** Continues the line of the stream, or begins a new one. */
  #beginLine(stream: OutputStream): string {
    if (this.#open === stream) return '';
    const before = this.#endLine();
    this.#open = stream;
    return before + this.#form.prefixes[stream] + this.#streams[stream].styles;
  }

  #rewriteLine(stream: OutputStream): string {
    const { prefixes, rewrite } = this.#form;
    return this.#reset(stream) + rewrite + prefixes[stream] + this.#streams[stream].styles;
  }

  #endLine(): string {
    if (this.#open === undefined) return '';
    const reset = this.#reset(this.#open);
    this.#open = undefined;
    return reset + this.#form.lineEnd;
  }

  #reset(stream: OutputStream): string {
    return this.#streams[stream].styles === '' ? '' : noStyle;
  }
}

function newState(): StreamState {
  return { decoder: new StringDecoder(), text: new TerminalText(), styles: '' };
}

// oxlint-disable-next-line no-control-regex
const stylePattern = /\u001b\[[\d:;]*m/g;

/** Returns the styles after another sequence, of which the first parameter 0 ends all earlier ones. */
function nextStyles({ styles }: StreamState, style: string): string {
  // oxlint-disable-next-line no-control-regex
  if (/^\u001b\[[0;]*m$/.test(style)) return '';
  // oxlint-disable-next-line no-control-regex
  if (/^\u001b\[0?;/.test(style) || styles.length + style.length > longestStyles) return style;
  return styles + style;
}
