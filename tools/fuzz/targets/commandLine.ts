import assert from 'node:assert/strict';
import { splitCommandLine } from '../../../src/launch/commandLine.ts';
import type { FuzzTarget } from '../target.ts';

/** An argument, quoted so that it is parsed to itself. */
function quoted(argument: string): string {
  return `"${argument.replaceAll(/(\\*)("|$)/g, (_, backslashes: string, end: string) => {
    return backslashes.repeat(2) + (end === '"' ? String.raw`\"` : '');
  })}"`;
}

/** A command line that is split into arguments. */
export const commandLine: FuzzTarget = {
  name: 'commandLine',
  words: ['"', '\\', '\\"', '""', ' ', '\t', '\\\\'],
  parse(input) {
    const args = splitCommandLine(input.toString('utf8'));
    return () => assert.deepEqual(splitCommandLine(args.map(quoted).join(' ')), args);
  },
};
