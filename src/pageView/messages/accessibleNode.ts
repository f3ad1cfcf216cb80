import * as z from 'zod/mini';

/** A node of a page's accessibility tree, without those that a screen reader ignores. */
export interface AccessibleNode {
  /** The `backendNodeId` of its DOM node. */
  readonly id: number;
  /** The ARIA role. */
  readonly role: string;
  readonly name: string;
  readonly description: string;
  /** The value of a control; empty if it has none. */
  readonly value: string;
  /** `aria-*` states by name without the prefix, such as `checked` or `level`. */
  readonly states: Readonly<Record<string, string>>;
  readonly children: readonly AccessibleNode[];
}

export const accessibleNodeSchema: z.ZodMiniType<AccessibleNode> = z.object({
  id: z.int(),
  role: z.string(),
  name: z.string(),
  description: z.string(),
  value: z.string(),
  states: z.record(z.string(), z.string()),
  children: z.lazy(() => z.array(accessibleNodeSchema)),
});

/** What a screen reader does with a node. */
export const nodeActionSchema = z.discriminatedUnion('action', [
  z.object({ action: z.literal('press') }),
  z.object({ action: z.literal('focus') }),
  z.object({ action: z.literal('setValue'), value: z.string().check(z.maxLength(1_000_000)) }),
]);

export type NodeAction = Readonly<z.output<typeof nodeActionSchema>>;
