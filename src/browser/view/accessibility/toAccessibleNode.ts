import * as z from 'zod/mini';
import type { AccessibleNode } from '../../../pageView/messages/accessibleNode.ts';

const valueSchema = z.object({ value: z.optional(z.unknown()) });

const nodeSchema = z.object({
  nodeId: z.string(),
  ignored: z.boolean(),
  role: z.optional(valueSchema),
  name: z.optional(valueSchema),
  description: z.optional(valueSchema),
  value: z.optional(valueSchema),
  properties: z.optional(z.array(z.object({ name: z.string(), value: valueSchema }))),
  childIds: z.optional(z.array(z.string())),
  backendDOMNodeId: z.optional(z.int()),
});

export const treeSchema = z.object({ nodes: z.array(nodeSchema) });

/** A node of the browser's accessibility tree. */
export type BrowserNode = z.output<typeof nodeSchema>;

/** Bounds of a tree: nodes, levels, and characters of a text. */
const limits = { nodes: 2_000, depth: 60, text: 1_000 };

/** The roles of browsers that are none of ARIA, as far as they are more than groups of their children. */
const roles: ReadonlyMap<string, string> = new Map([
  ['ColorWell', 'textbox'],
  ['ComboBoxSelect', 'combobox'],
  ['Date', 'textbox'],
  ['DateTime', 'textbox'],
  ['DisclosureTriangle', 'button'],
  ['Iframe', 'group'],
  ['InputTime', 'textbox'],
  ['MenuListOption', 'option'],
  ['MenuListPopup', 'listbox'],
  ['PopUpButton', 'combobox'],
  ['RootWebArea', 'RootWebArea'],
  ['StaticText', 'StaticText'],
  ['image', 'img'],
]);

/** Roles whose text is that of their parent. */
const droppedRoles = new Set(['InlineTextBox', 'LineBreak']);

/** The properties that are ARIA states. */
const states = new Set([
  'autocomplete',
  'busy',
  'checked',
  'disabled',
  'expanded',
  'haspopup',
  'invalid',
  'level',
  'modal',
  'multiline',
  'multiselectable',
  'orientation',
  'pressed',
  'readonly',
  'required',
  'selected',
  'valuemax',
  'valuemin',
  'valuetext',
]);

/** Converts the trees of a page's documents to one tree. */
export class TreeConversion {
  readonly #children: ReadonlyMap<number, readonly BrowserNode[]>;
  readonly #nodes: number[] = [];

  /** `children` are the trees of frames by the `backendNodeId` of their elements. */
  constructor(children: ReadonlyMap<number, readonly BrowserNode[]>) {
    this.#children = children;
  }

  /** Converts a document whose root comes first; `undefined` if it is empty. */
  convert(document: readonly BrowserNode[]): AccessibleNode | undefined {
    return this.#convertDocument(document, 0)[0];
  }

  #convertDocument(document: readonly BrowserNode[], depth: number): readonly AccessibleNode[] {
    const byId = new Map(document.map((node) => [node.nodeId, node]));
    const [root] = document;
    return root === undefined ? [] : this.#convertNode(root, byId, depth);
  }

  #convertNode(
    node: BrowserNode,
    byId: ReadonlyMap<string, BrowserNode>,
    depth: number,
  ): readonly AccessibleNode[] {
    const id = node.backendDOMNodeId;
    const role = toText(node.role?.value);
    if (droppedRoles.has(role) || depth > limits.depth) return [];
    const isShown = !node.ignored && id !== undefined;
    if (isShown && this.#nodes.push(id) > limits.nodes) return [];
    const ids = node.childIds ?? [];
    const inner = ids.flatMap((child) => {
      const found = byId.get(child);
      return found === undefined ? [] : this.#convertNode(found, byId, depth + 1);
    });
    const framed = id === undefined ? undefined : this.#children.get(id);
    const children = framed ? [...inner, ...this.#convertDocument(framed, depth + 1)] : inner;
    return isShown ? [describe(node, id, role, children)] : children;
  }
}

function describe(
  node: BrowserNode,
  id: number,
  role: string,
  children: readonly AccessibleNode[],
): AccessibleNode {
  return {
    id,
    role: roles.get(role) ?? (/^[a-z]+$/.test(role) ? role : 'generic'),
    name: toText(node.name?.value),
    description: toText(node.description?.value),
    value: toText(node.value?.value),
    states: toStates(node.properties ?? []),
    children,
  };
}

function toStates(properties: NonNullable<BrowserNode['properties']>): Record<string, string> {
  const known = properties.flatMap(({ name, value }) => {
    const state = name.toLowerCase();
    const text = toText(value.value);
    const isTold = states.has(state) && text !== '' && !(state === 'invalid' && text === 'false');
    return isTold ? [[state, text] as const] : [];
  });
  return Object.fromEntries(known);
}

function toText(value: unknown): string {
  const isPlain = ['string', 'number', 'boolean'].includes(typeof value);
  return isPlain ? String(value).slice(0, limits.text) : '';
}
