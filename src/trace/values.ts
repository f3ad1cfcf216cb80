import * as z from 'zod/mini';
import { launchConfigurationSchemas } from '../protocol/launchConfigurations.ts';
import { sessionStates } from '../protocol/ideSession.ts';

// The values that a trace can contain: numbers, choices, and placeholders of everything else.

export const count = z.int().check(z.nonnegative());
/** The number of a record. */
export const recordId = z.int().check(z.positive());
/** In milliseconds. */
export const milliseconds = z.number().check(z.nonnegative());

/** The digits of a placeholder. */
const number = z.string().check(z.regex(/^[1-9]\d*$/));

/** Placeholders of names, ids, paths and arguments. The same text has the same placeholder. */
export const placeholders = {
  session: z.templateLiteral(['session-', number]),
  controller: z.templateLiteral(['controller-', number]),
  path: z.templateLiteral(['path-', number]),
  address: z.templateLiteral(['address-', number]),
  /** A page or a worker. */
  target: z.templateLiteral(['target-', number]),
  /** A breakpoint of a browser, by its location or its id. */
  breakpoint: z.templateLiteral(['breakpoint-', number]),
  /** A script of a page. */
  script: z.templateLiteral(['script-', number]),
  /** The condition or the log message of a breakpoint. */
  expression: z.templateLiteral(['expression-', number]),
  /** A debug session of the editor. */
  debugger: z.templateLiteral(['debugger-', number]),
  argument: z.templateLiteral(['argument-', number]),
  /** A name in a path. */
  name: z.templateLiteral(['name-', number]),
};

export type PlaceholderKind = keyof typeof placeholders;

/** The code of an error in the tables and catalogues of the extension; `Unlisted` for every other one. */
export const errorCode = z.string().check(z.regex(/^[A-Z][A-Za-z]{0,63}$/));

/** The types of launch configurations that controllers send; `other` for those that users add. */
export const launchType = z.enum([
  ...(Object.keys(launchConfigurationSchemas) as (keyof typeof launchConfigurationSchemas)[]),
  'other',
]);

export const sessionState = z.enum(sessionStates);
export const desiredState = z.enum(['', 'Running', 'Stopped']);
export const runMode = z.enum(['Debug', 'NoDebug']);
export const outputStream = z.enum(['stdout', 'stderr']);
export const messageLevel = z.enum(['info', 'debug', 'error']);
export const httpMethod = z.enum([
  'GET',
  'HEAD',
  'PUT',
  'POST',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'other',
]);
/** The command of an extension, without its section. */
export const commandName = z.string().check(z.regex(/^[A-Za-z]{1,63}$/));
/** A version of the host or of Node. */
export const version = z
  .string()
  .check(z.regex(/^v?\d{1,5}(\.\d{1,5}){1,3}(-[a-z0-9][a-z0-9.-]{0,63})?$/));
export const timestamp = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/));

/** Returns a function that returns a text if it is a choice, otherwise `other`. It is quicker than a schema. */
export function createChooser<Choice extends string>(
  choices: readonly Choice[],
): (text: unknown) => Choice | 'other' {
  const known: ReadonlySet<unknown> = new Set(choices);
  return (text) => (known.has(text) ? (text as Choice) : 'other');
}
