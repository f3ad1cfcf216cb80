import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';

/** What DCP puts in front of each line: its number and when it came. */
const prefix = /^\d+ \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z /;

/** The text of a resource's log file, without what DCP puts in front of each line. */
export async function readDcpLog(file: string | undefined): Promise<string> {
  if (file === undefined) throw new Error('DCP keeps no log of this executable.');
  const lines = (await readFile(file, 'utf8')).split('\n');
  return lines.map((line) => line.replace(prefix, '')).join('\n');
}

/** Fails with the first place that differs: the texts are too long to show. */
export function assertSameText(actual: string, expected: string): void {
  let same = 0;
  while (same < expected.length && actual[same] === expected[same]) same += 1;
  const around = (text: string): string => text.slice(Math.max(0, same - 40), same + 40);
  assert.equal(around(actual), around(expected), `They differ from character ${same} on.`);
  assert.equal(actual.length, expected.length);
}
