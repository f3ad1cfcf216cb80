import * as z from 'zod/mini';
import type { CallFrame } from '../relay/cdp/callFrames.ts';
import type { RelayTarget } from '../relay/handler.ts';
import { evaluate, type Lookup } from './evaluate.ts';
import { parseExpression } from './expression.ts';
import { type CSharpValue, toValue } from './values.ts';

const remoteSchema = z.looseObject({
  type: z.string(),
  subtype: z.optional(z.string()),
  className: z.optional(z.string()),
  description: z.optional(z.string()),
  objectId: z.optional(z.string()),
  value: z.optional(z.unknown()),
});
type Remote = z.output<typeof remoteSchema>;

const propertiesSchema = z.object({
  result: z.array(z.object({ name: z.string(), value: z.optional(remoteSchema) })),
});
const evaluatedSchema = z.object({
  result: remoteSchema,
  exceptionDetails: z.optional(z.unknown()),
});
const scopeSchema = z.object({ object: z.object({ objectId: z.string() }) });

/** The result of an expression: a value, .NET's text for other values, or an error. */
export type Evaluated =
  | { readonly kind: 'value'; readonly value: CSharpValue }
  | { readonly kind: 'other'; readonly text: string }
  | { readonly kind: 'failed'; readonly message: string };

/**
 * Evaluates C# in a frame of a stop. Simple expressions are evaluated here, from the variables of the frame,
 * which are read once. All others are evaluated by the debug proxy, which compiles them. This takes seconds
 * for the first one of a session, and about half a second for each new one.
 */
export class FrameValues {
  readonly #target: RelayTarget;
  readonly #frame: CallFrame;
  #variables: Promise<ReadonlyMap<string, Remote>> | undefined;
  #members: Promise<ReadonlyMap<string, Remote>> | undefined;

  constructor(target: RelayTarget, frame: CallFrame) {
    this.#target = target;
    this.#frame = frame;
  }

  async evaluate(text: string): Promise<Evaluated> {
    const simple = parseExpression(text);
    const value = simple && (await evaluate(simple, this.#lookup));
    return value === undefined ? this.#ask(text) : { kind: 'value', value };
  }

  readonly #lookup: Lookup = async (name, ofThis) => {
    this.#variables ??= this.#read(scopeSchema.parse(this.#frame.scopeChain[0]).object.objectId);
    const variables = await this.#variables;
    const variable = ofThis ? undefined : variables.get(name);
    if (variable !== undefined) return toValue(variable);
    const self = variables.get('this')?.objectId;
    if (self === undefined) return undefined;
    this.#members ??= this.#read(self);
    const member = (await this.#members).get(name);
    return member && toValue(member);
  };

  async #read(objectId: string): Promise<ReadonlyMap<string, Remote>> {
    const answer = await this.#target.send('Runtime.getProperties', {
      objectId,
      ownProperties: true,
    });
    const { result } = propertiesSchema.parse(answer);
    return new Map(result.flatMap(({ name, value }) => (value ? [[name, value] as const] : [])));
  }

  async #ask(expression: string): Promise<Evaluated> {
    const { callFrameId } = this.#frame;
    const answer = await this.#target.send('Debugger.evaluateOnCallFrame', {
      callFrameId,
      expression,
    });
    const { exceptionDetails, result } = evaluatedSchema.parse(answer);
    const text = result.description ?? '';
    if (exceptionDetails !== undefined || result.subtype === 'error') {
      return { kind: 'failed', message: text };
    }
    const value = toValue(result);
    return value === undefined ? { kind: 'other', text } : { kind: 'value', value };
  }
}
