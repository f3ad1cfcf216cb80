import { AgentReader } from '../../relay/cdp/agentData.ts';
import type { EvaluationContext } from '../context.ts';
import { EvaluationError } from '../evaluationError.ts';
import { isSpan, unknownItems } from '../runtime/spanTypes.ts';
import { type SplitSpan, splitSpan } from '../runtime/structFields.ts';
import { inlineArrayVersion } from '../runtime/valueCodec.ts';
import { int, type Value } from '../values/values.ts';

type Ports = Pick<EvaluationContext, 'runtime'>;

/** Reads a span; `undefined` for other values. */
export async function readSpan(of: Value, { runtime }: Ports): Promise<SplitSpan | undefined> {
  if (of.kind !== 'struct') return undefined;
  const { fullName } = await runtime.agent.typeInfo(of.type);
  if (!isSpan(fullName)) return undefined;
  const hasLength = (await runtime.agent.version()) >= inlineArrayVersion;
  return splitSpan(of.bytes, hasLength);
}

/** The element of a span, of which the runtime tells only the first one. */
export async function spanItem(
  { first, length }: SplitSpan,
  index: number,
  { runtime }: Ports,
): Promise<Value> {
  if (index < 0 || index >= length || first === undefined) {
    throw new EvaluationError(
      'Index was outside the bounds of the array.',
      'System.IndexOutOfRangeException',
    );
  }
  if (index > 0) throw unknownItems();
  return runtime.codec.read(new AgentReader(first));
}

/** What a span shows when it is opened. */
export async function spanMembers(
  span: SplitSpan,
  ports: Ports,
): Promise<ReadonlyMap<string, Value>> {
  const members = new Map([['Length', int(span.length) as Value]]);
  if (span.length > 0) members.set('[0]', await spanItem(span, 0, ports));
  return members;
}
