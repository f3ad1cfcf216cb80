// Writes a number of numbered lines of a given length, line ends included, as fast as they are
// read. A file named as the last argument is created when everything is written.
import { writeFileSync, writeSync } from 'node:fs';

const [, , lines, width, finished] = process.argv;
const linesAtOnce = Math.max(1, Math.floor(65_536 / Number(width)));
for (let first = 0; first < Number(lines); first += linesAtOnce) {
  let text = '';
  for (let line = first; line < Math.min(first + linesAtOnce, Number(lines)); line++) {
    text += `${String(line).padStart(Number(width) - 1, '.')}\n`;
  }
  write(Buffer.from(text));
}
if (finished !== undefined) writeFileSync(finished, '');

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
