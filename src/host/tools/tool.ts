import type * as z from 'zod/mini';
import type { Clock } from '../../common/clock.ts';
import { toolErrors } from './errors.ts';
import type { ToolHost } from './toolHost.ts';

/** A schema of an object. */
type InputSchema = z.ZodMiniObject;

/** What is needed to carry out a call. */
export interface ToolContext {
  readonly host: ToolHost;
  readonly clock: Clock;
  /** Aborted when the result isn't needed any more. */
  readonly signal: AbortSignal;
}

/** What the user is asked before a call is carried out. */
interface Confirmation {
  readonly title: string;
  /** In Markdown. */
  readonly message: string;
}

/** How a tool is defined. */
interface ToolDefinition<Input extends InputSchema> {
  readonly name: `ide_session_${string}`;
  readonly title: string;
  /** What it does, for models. */
  readonly description: string;
  /** Whether it only reads, and whether it ends programs. */
  readonly effect: 'reads' | 'starts' | 'ends';
  readonly input: Input;
  readonly confirm: (input: z.infer<Input>) => Confirmation;
  readonly run: (input: z.infer<Input>, context: ToolContext) => Promise<string>;
}

/** A function that models call. */
export interface Tool extends Omit<ToolDefinition<InputSchema>, 'confirm' | 'run'> {
  /** Checks the input of a call. Throws a HumanError that names each invalid property. */
  prepare(input: unknown): ToolCall;
}

/** A call with a valid input. */
interface ToolCall {
  readonly confirmation: Confirmation;
  /** Resolves to what the model reads. Rejects with a HumanError. */
  run(context: ToolContext): Promise<string>;
}

/** Defines a tool. */
export function defineTool<Input extends InputSchema>(definition: ToolDefinition<Input>): Tool {
  const { confirm, input: schema, run, ...shown } = definition;
  return {
    ...shown,
    input: schema,
    prepare(value) {
      const parsed = schema.safeParse(value ?? {});
      if (!parsed.success) {
        const problem = parsed.error.issues.map(describeIssue).join(', ');
        throw toolErrors.ToolInputInvalid({ tool: definition.name, problem });
      }
      const input = parsed.data;
      return { confirmation: confirm(input), run: (context) => run(input, context) };
    },
  };
}

/** Names the place of a problem without the value, which may be long. */
function describeIssue(issue: z.core.$ZodIssue): string {
  const place = issue.path.join('.') || 'the input';
  switch (issue.code) {
    case 'unrecognized_keys':
      return `unknown properties: ${issue.keys.join(', ')}`;
    case 'invalid_type':
      return `${place} must be of type ${issue.expected}`;
    case 'invalid_value':
      return `${place} must be one of ${issue.values.join(', ')}`;
    case 'too_small':
      return `${place} must be at least ${issue.minimum}`;
    case 'too_big':
      return `${place} must be at most ${issue.maximum}`;
    default:
      return `${place} is invalid`;
  }
}
