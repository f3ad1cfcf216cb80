/**
 * Control sequences of a terminal (ECMA-48): CSI, strings such as OSC and DCS, and other escapes. A string
 * ends on its line; otherwise only its introducer is a sequence.
 */
const sequence =
  // oxlint-disable-next-line no-control-regex
  /(?:\u001b\[|\u009b)([0-?]*)([ -/]*[@-~])|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u0080-\u009f\n]*(?:\u0007|\u001b\\|\u009c)|\u001b[ -/]*[0-Z\\`-~]|[\0-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/** Parameters of a sequence that only selects colors and styles. Private ones change modes of the terminal. */
const styleParameters = /^[\d:;]*$/;

/** The beginning of a sequence, or of a line end, at the end of a text. */
const unfinished =
  // oxlint-disable-next-line no-control-regex
  /(?:\u001b|(?:\u001b\[|\u009b)[0-?]*[ -/]*|(?:\u001b[\]PX^_]|[\u0090\u0098\u009d-\u009f])[^\u0007\u001b\u0080-\u009f\n]*\u001b?|\u001b[ -/]+|(?<!\r)\r+)$/;

/** Longer sequences are not waited for. In characters. */
const longestSequence = 4096;

/**
 * Removes the control sequences from the output of a program, except those for colors and styles. What is left
 * can't change a terminal's title, modes or clipboard, nor make it answer.
 */
export class TerminalText {
  #rest = '';

  /** Returns the text so far, without the beginning of a sequence at its end. */
  push(text: string): string {
    const all = this.#rest + text;
    const found = unfinished.exec(all.slice(-longestSequence));
    const end = all.length - (found?.[0].length ?? 0);
    this.#rest = all.slice(end);
    return keepStyles(all.slice(0, end));
  }

  /** Returns what is left at the end of the output. */
  flush(): string {
    const rest = this.#rest;
    this.#rest = '';
    return keepStyles(rest);
  }
}

/** Removes all control sequences and characters except tabs and line ends. */
export function withoutSequences(text: string): string {
  return text.replace(sequence, '');
}

function keepStyles(text: string): string {
  return text.replace(sequence, (_, parameters: string | undefined, final: string | undefined) =>
    final === 'm' && parameters !== undefined && styleParameters.test(parameters)
      ? `\u001b[${parameters}m`
      : '',
  );
}
