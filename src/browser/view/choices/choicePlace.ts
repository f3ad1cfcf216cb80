import * as z from 'zod/mini';
import type { Rectangle } from '../../../pageView/messages/geometry.ts';
import type { PageSession } from '../pageSession.ts';

const boxSchema = z.object({ model: z.object({ border: z.array(z.number()) }) });

interface ShadowNode {
  readonly backendNodeId: number;
  readonly attributes?: readonly string[] | undefined;
  readonly children?: readonly ShadowNode[] | undefined;
  readonly shadowRoots?: readonly ShadowNode[] | undefined;
}

const nodeSchema: z.ZodMiniType<ShadowNode> = z.object({
  backendNodeId: z.int(),
  attributes: z.optional(z.array(z.string())),
  children: z.optional(z.lazy(() => z.array(nodeSchema))),
  shadowRoots: z.optional(z.lazy(() => z.array(nodeSchema))),
});
const describedSchema = z.object({ node: nodeSchema });

type NodeReference = { readonly objectId: string } | { readonly backendNodeId: number };

/** Returns the border box of an element in the page's viewport. Throws a HumanError if it has none. */
export async function findRectangle(
  session: Pick<PageSession, 'send'>,
  node: NodeReference,
): Promise<Rectangle> {
  const { border } = boxSchema.parse(await session.send('DOM.getBoxModel', node)).model;
  const xs = border.filter((_, index) => index % 2 === 0);
  const ys = border.filter((_, index) => index % 2 === 1);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** Returns the part of a field that opens its picker; `undefined` if it has no such part. */
export async function findIndicator(
  session: Pick<PageSession, 'send'>,
  objectId: string,
): Promise<Rectangle | undefined> {
  const whole = { objectId, depth: -1, pierce: true };
  const { node } = describedSchema.parse(await session.send('DOM.describeNode', whole));
  const indicator = findNode(node);
  return indicator && findRectangle(session, { backendNodeId: indicator.backendNodeId });
}

function findNode(node: ShadowNode): ShadowNode | undefined {
  if (node.attributes?.includes('-webkit-calendar-picker-indicator') === true) return node;
  for (const child of [...(node.shadowRoots ?? []), ...(node.children ?? [])]) {
    const found = findNode(child);
    if (found !== undefined) return found;
  }
  return undefined;
}
