import * as z from 'zod/mini';
import { defineTool } from './tool.ts';

const longestPath = 4_096;

/** Explains why breakpoints don't bind. */
export const explainBreakpoint = defineTool({
  name: 'ide_session_explain_breakpoint',
  title: 'Explain Breakpoints',
  description:
    'Explains which C# breakpoints of a running Blazor WebAssembly app are bound and why others are not, and what to do first. Returns Markdown.',
  effect: 'reads',
  input: z.strictObject({
    file: z.optional(
      z
        .string()
        .check(
          z.minLength(1),
          z.maxLength(longestPath),
          z.describe('Only breakpoints of this file: its path, or the end of it.'),
        ),
    ),
    line: z.optional(
      z.int().check(z.minimum(1), z.describe('Only the breakpoint on this line, counted from 1.')),
    ),
  }),
  confirm: () => ({
    title: 'Explain breakpoints?',
    message:
      'The app, its build and its page are examined. Their paths and addresses are given to the model.',
  }),
  run: (place, { host }) => host.explainBreakpoints(place),
});
