import * as z from 'zod/mini';
import type { NodeAction } from '../../../pageView/messages/accessibleNode.ts';
import type { PageSession } from '../pageSession.ts';

const resolvedSchema = z.object({ object: z.object({ objectId: z.string() }) });

/** Runs on a node, or its element if it is text. */
const actions: Readonly<Record<NodeAction['action'], string>> = {
  press: `
    if (element.matches(':disabled')) return;
    if (element instanceof HTMLOptionElement && element.closest('select')) {
      const select = element.closest('select');
      element.selected = select.multiple ? !element.selected : true;
      return notify(select);
    }
    element.focus();
    if (!choices.open(element)) element.click();`,
  focus: 'element.focus();',
  setValue: `
    if (element.matches(':disabled') || element.readOnly) return;
    element.focus();
    if (element instanceof HTMLSelectElement) {
      const index = Array.from(element.options).findIndex(({ label, value: own }) => label === value || own === value);
      if (index < 0) return;
      element.selectedIndex = index;
    } else if (element.isContentEditable) {
      getSelection().selectAllChildren(element);
      document.execCommand('insertText', false, value);
      return;
    } else if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) {
      element.value = value;
    } else return;
    notify(element);`,
};

function toFunction(action: NodeAction['action']): string {
  return `function (value) {
    const element = this instanceof HTMLElement ? this : this.parentElement;
    if (!element) return;
    const notify = (changed) => {
      for (const name of ['input', 'change']) {
        changed.dispatchEvent(new Event(name, { bubbles: true, composed: true }));
      }
    };
    ${actions[action]}
  }`;
}

/**
 * Acts on a node of a page, as a screen reader does, in an execution context of the view's scripts. Throws like
 * {@link PageSession.send}.
 */
export async function actOnNode(
  session: PageSession,
  id: number,
  executionContextId: number,
  what: NodeAction,
): Promise<void> {
  const node = { backendNodeId: id, executionContextId };
  const { object } = resolvedSchema.parse(await session.send('DOM.resolveNode', node));
  await session.send('Runtime.callFunctionOn', {
    objectId: object.objectId,
    functionDeclaration: toFunction(what.action),
    arguments: what.action === 'setValue' ? [{ value: what.value }] : [],
    userGesture: true,
  });
  session.post('Runtime.releaseObject', { objectId: object.objectId });
}
