// Writes so many lines of so many characters each, line ends included, as fast as it is read; numbered if wanted.
import { writeSync } from 'node:fs';

const [, , lines, width, style] = process.argv;
const linesAtOnce = Math.max(1, Math.floor(65_536 / Number(width)));
const plain = `${'x'.repeat(Number(width) - 1)}\n`;
const block = plain.repeat(linesAtOnce);
for (let first = 0; first < Number(lines); first += linesAtOnce) {
  const count = Math.min(linesAtOnce, Number(lines) - first);
  let text = count === linesAtOnce ? block : plain.repeat(count);
  if (style === 'numbered') {
    text = '';
    for (let line = first; line < first + count; line++) {
      text += `${String(line).padStart(Number(width) - 1, '.')}\n`;
    }
  }
  write(Buffer.from(text));
}

function write(bytes) {
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(1, bytes));
    } catch (error) {
      // The pipe may be in non-blocking mode, and full.
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}
