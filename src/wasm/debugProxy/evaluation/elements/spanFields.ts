import { AgentReader } from '../../relay/cdp/agentData.ts';
import type { EvaluationContext } from '../context.ts';
import { EvaluationError } from '../evaluationError.ts';
import { splitStruct } from '../runtime/structFields.ts';
import { inlineArrayVersion } from '../runtime/valueCodec.ts';
import type { Value } from '../values/values.ts';

/** What the runtime tells of a span in a variable: the element that its reference points to, and its length. */
interface SpanFields {
  readonly first: Buffer;
  readonly length: number;
}

/** Reads a span; `undefined` for other values. */
export async function readSpan(
  of: Value,
  { runtime }: Pick<EvaluationContext, 'runtime'>,
): Promise<SpanFields | undefined> {
  if (of.kind !== 'struct') return undefined;
  const { fullName } = await runtime.agent.typeInfo(of.type);
  if (!/^System\.(?:ReadOnly)?Span`1/.test(fullName)) return undefined;
  const hasLength = (await runtime.agent.version()) >= inlineArrayVersion;
  const [first, length] = splitStruct(of.bytes, hasLength).fields;
  const count = length && (await runtime.codec.read(new AgentReader(length)));
  if (first === undefined || count?.kind !== 'number') {
    throw new EvaluationError('The span could not be read');
  }
  return { first, length: Number(count.value) };
}

/** The element of a span, of which the runtime tells only the first one. */
export async function spanItem(
  { first, length }: SpanFields,
  index: number,
  { runtime }: EvaluationContext,
): Promise<Value> {
  if (index < 0 || index >= length) {
    throw new EvaluationError(
      'Index was outside the bounds of the array.',
      'System.IndexOutOfRangeException',
    );
  }
  if (index > 0) throw unknownItems();
  return runtime.codec.read(new AgentReader(first));
}

export function unknownItems(): EvaluationError {
  return new EvaluationError(
    'Of a span in a variable, the runtime tells only the length and the first element; use the array or string',
  );
}
