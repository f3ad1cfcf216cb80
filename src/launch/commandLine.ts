/** The next token of a command line: a quote with the backslashes before it, backslashes, blanks, or other characters. */
const piece = /(\\*)"|\\+|([ \t]+)|[^\\" \t]+/y;

/**
 * Splits a command line as .NET does on all systems: double quotes keep blanks, two double quotes within
 * quotes are one, and backslashes escape only double quotes.
 */
export function splitCommandLine(text: string): string[] {
  const found: string[] = [];
  let word: string | undefined;
  let isQuoted = false;
  piece.lastIndex = 0;
  for (let match = piece.exec(text); match !== null; match = piece.exec(text)) {
    const [whole, backslashes, gap] = match;
    if (gap !== undefined && !isQuoted) {
      if (word !== undefined) found.push(word);
      word = undefined;
    } else if (backslashes === undefined) {
      word = (word ?? '') + whole;
    } else {
      word = (word ?? '') + '\\'.repeat(Math.floor(backslashes.length / 2));
      const isPair = isQuoted && text[piece.lastIndex] === '"';
      if (backslashes.length % 2 === 1) word += '"';
      else if (isPair) {
        word += '"';
        piece.lastIndex++;
      } else isQuoted = !isQuoted;
    }
  }
  if (word !== undefined) found.push(word);
  return found;
}
