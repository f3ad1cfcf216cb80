import type { Argument, Command, Option } from 'commander';
import { createProgram } from '../syntax/program.ts';

/** A word that can follow, with its description. */
export interface Suggestion {
  readonly word: string;
  readonly description: string;
}

/** What can be the last word of a command line. */
export type Suggestions =
  | { readonly kind: 'words'; readonly words: readonly Suggestion[] }
  | { readonly kind: 'files' | 'hosts' | 'sessions' };

/** What the values of options and arguments are, by the name of their placeholder. */
const placeholders: Readonly<Record<string, 'files' | 'hosts' | 'sessions'>> = {
  DIR: 'files',
  FILE: 'files',
  TARGET: 'files',
  HOST: 'hosts',
  NAME: 'sessions',
};

const none: Suggestions = { kind: 'words', words: [] };

/** Suggests the last of these words, which may be empty or unfinished. They follow the program's name. */
export function suggest(words: readonly string[]): Suggestions {
  const before = words.slice(0, -1);
  const current = words.at(-1) ?? '';
  // Arguments of a program or a command.
  if (before.includes('--')) return { kind: 'files' };
  const { command, option, position } = read(before);
  if (option !== undefined) return suggestValue(option, getPlaceholder(option), current);
  if (current.startsWith('-')) return suggestOptions(command, current);
  if (command.commands.length > 0) return suggestCommands(command, current);
  const { registeredArguments } = command;
  const last = registeredArguments.at(-1);
  const argument = registeredArguments[position] ?? (last?.variadic ? last : undefined);
  return argument === undefined ? none : suggestValue(argument, argument.name(), current);
}

/** What complete words lead to. */
interface Place {
  readonly command: Command;
  /** The option whose value follows. */
  readonly option: Option | undefined;
  /** How many arguments of the command precede. */
  readonly position: number;
}

function read(words: readonly string[]): Place {
  let command = createProgram({
    currentFolder: () => '',
    rest: undefined,
    invoke() {},
    help() {},
  });
  let position = 0;
  let option: Option | undefined;
  for (const word of words) {
    const inner = command.commands.find((one) => one.name() === word);
    if (option !== undefined) option = undefined;
    else if (word.startsWith('-')) option = findOption(command, word);
    else if (inner === undefined) position++;
    else command = inner;
  }
  return { command, option, position };
}

/** Returns the option if its value is the next word. */
function findOption(command: Command, word: string): Option | undefined {
  const option = command.options.find(({ long, short }) => word === long || word === short);
  return option?.required ? option : undefined;
}

function getPlaceholder({ flags }: Option): string {
  return /<([^>.]+)/.exec(flags)?.[1] ?? '';
}

function suggestValue(
  { argChoices = [] }: Option | Argument,
  placeholder: string,
  current: string,
): Suggestions {
  const kind = placeholders[placeholder];
  if (kind !== undefined) return { kind };
  return suggestMatching(
    argChoices.map((word) => ({ word, description: '' })),
    current,
  );
}

function suggestOptions({ options }: Command, current: string): Suggestions {
  const shown = options.filter(({ hidden }) => !hidden);
  const words = shown.map(({ description, long, short }) => ({
    word: long ?? short ?? '',
    description,
  }));
  return suggestMatching([...words, { word: '--help', description: 'print this help' }], current);
}

function suggestCommands({ commands }: Command, current: string): Suggestions {
  const words = commands.map((one) => ({ word: one.name(), description: one.summary() }));
  return suggestMatching(words, current);
}

function suggestMatching(words: readonly Suggestion[], current: string): Suggestions {
  return { kind: 'words', words: words.filter(({ word }) => word.startsWith(current)) };
}
