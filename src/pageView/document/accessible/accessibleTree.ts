import type { AccessibleNode, NodeAction } from '../../messages/accessibleNode.ts';
import { createElement } from '../dom.ts';
import { findNodeKind, type NodeKind } from './nodeKinds.ts';

interface ShownNode {
  readonly kind: NodeKind;
  readonly element: HTMLElement;
}

type Act = (id: number, action: NodeAction) => void;

/** The page for screen readers: its content as text, and its controls by name. */
export class AccessibleTree {
  readonly element = createElement('section', { class: 'visuallyHidden', hidden: '' });
  readonly #act: Act;
  #nodes = new Map<number, ShownNode>();

  constructor(act: Act) {
    this.#act = act;
    this.element.setAttribute('aria-label', 'Content of the page');
  }

  /** Shows a tree, or none. Elements of the last one stay, so that the focus does. */
  show(root: AccessibleNode | undefined): void {
    const before = this.#nodes;
    this.#nodes = new Map();
    this.element.hidden = root === undefined;
    setChildren(this.element, root === undefined ? [] : [this.#showNode(root, before)]);
  }

  #showNode(node: AccessibleNode, before: ReadonlyMap<number, ShownNode>): HTMLElement {
    const kind = findNodeKind(node.role);
    const last = before.get(node.id);
    const isTaken = this.#nodes.has(node.id);
    const shown =
      last?.kind === kind && !isTaken ? last : { kind, element: this.#create(kind, node.id) };
    this.#nodes.set(node.id, shown);
    describe(shown, node);
    // Without children, its name is its content.
    if (kind === 'section' || (kind === 'plain' && node.children.length > 0)) {
      setChildren(
        shown.element,
        node.children.map((child) => this.#showNode(child, before)),
      );
    }
    return shown.element;
  }

  #create(kind: NodeKind, id: number): HTMLElement {
    switch (kind) {
      case 'button': {
        const button = createElement('button', { type: 'button' });
        button.addEventListener('click', () => this.#act(id, { action: 'press' }));
        button.addEventListener('focus', () => this.#act(id, { action: 'focus' }));
        return button;
      }
      case 'field': {
        const field = createElement('input', { type: 'text', autocomplete: 'off' });
        field.addEventListener('change', () => {
          this.#act(id, { action: 'setValue', value: field.value });
        });
        field.addEventListener('focus', () => this.#act(id, { action: 'focus' }));
        return field;
      }
      case 'text':
        return createElement('span');
      case 'section':
      case 'plain':
        return createElement('div');
    }
  }
}

/** Gives an element the name, state and value of a node. */
function describe({ kind, element }: ShownNode, node: AccessibleNode): void {
  const { role, name, description, value } = node;
  if (kind === 'text') {
    element.textContent = name;
    return;
  }
  const attributes = new Map<string, string>();
  if (kind !== 'plain') attributes.set('role', role);
  const label = kind === 'button' && value !== '' ? `${name}: ${value}` : name;
  if (kind !== 'plain' && label !== '') attributes.set('aria-label', label);
  if (description !== '') attributes.set('aria-description', description);
  for (const [state, text] of Object.entries(node.states)) {
    if (/^[a-z]+$/.test(state)) attributes.set(`aria-${state}`, text);
  }
  setAttributes(element, attributes);
  if (kind === 'plain' && node.children.length === 0) element.textContent = name;
  if (element instanceof HTMLInputElement && element !== document.activeElement) {
    element.value = value;
  }
}

/** Sets the attributes for assistive technology, and removes others of them. */
function setAttributes(element: HTMLElement, attributes: ReadonlyMap<string, string>): void {
  for (const name of element.getAttributeNames()) {
    const isOurs = name === 'role' || name.startsWith('aria-');
    if (isOurs && !attributes.has(name)) element.removeAttribute(name);
  }
  for (const [name, value] of attributes) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
}

/** Sets the children without moving those that stay in order, which would take their focus. */
function setChildren(parent: HTMLElement, children: readonly HTMLElement[]): void {
  const wanted = new Set<Node>(children);
  const obsolete = [...parent.childNodes].filter((child) => !wanted.has(child));
  for (const child of obsolete) child.remove();
  for (const [index, child] of children.entries()) {
    const present = parent.childNodes[index] ?? null;
    if (present !== child) parent.insertBefore(child, present);
  }
}
