import type { PausedRuntime } from '../evaluation/runtime/pausedRuntime.ts';
import type { ObjectValue, Value } from '../evaluation/values/values.ts';
import { isObject, readField, typeNames } from './fields.ts';

const components = 'Microsoft.AspNetCore.Components.';

/** What Blazor does with an exception that leaves a component. */
export type BlazorEnd =
  | { readonly kind: 'error boundary'; readonly name: string }
  /** The bar that says that an unhandled error has occurred. */
  | { readonly kind: 'error bar' };

/**
 * Finds what Blazor does with an exception, by what `this` is in the methods that it leaves, innermost first.
 * `undefined` if none of them belongs to a component.
 */
export async function findBlazorEnd(
  left: readonly Value[],
  runtime: PausedRuntime,
): Promise<BlazorEnd | undefined> {
  for (const self of left.toReversed()) {
    const component = await toComponent(self, runtime);
    if (component !== undefined) return findEnd(component, runtime);
  }
  return undefined;
}

/** The component that `this` is, or that the object of a lambda or an async method belongs to. */
async function toComponent(
  self: Value | undefined,
  runtime: PausedRuntime,
): Promise<ObjectValue | undefined> {
  const own = await readField(self, '<>4__this', runtime);
  if (own !== undefined) return toComponent(own, runtime);
  if (!isObject(self)) return undefined;
  const names = await typeNames(self.type, runtime);
  return names.has(`${components}ComponentBase`) ? self : undefined;
}

async function findEnd(component: ObjectValue, runtime: PausedRuntime): Promise<BlazorEnd> {
  const { reflection } = runtime;
  let state = await readState(component, runtime);
  while (isObject(state)) {
    const present = await reflection.use('get', state, 'Component');
    if (isObject(present)) {
      const names = await typeNames(present.type, runtime);
      if (names.has(`${components}ErrorBoundaryBase`)) {
        const { name } = await runtime.agent.typeInfo(present.type);
        return { kind: 'error boundary', name };
      }
    }
    state = await reflection.use('get', state, 'LogicalParentComponentState');
  }
  return { kind: 'error bar' };
}

/** What the renderer knows of a component. */
async function readState(
  component: ObjectValue,
  runtime: PausedRuntime,
): Promise<Value | undefined> {
  const handle = await readField(component, '_renderHandle', runtime);
  const id = await readField(handle, '_componentId', runtime);
  const renderer = await readField(handle, '_renderer', runtime);
  const states = await readField(renderer, '_componentStateById', runtime);
  if (id === undefined || !isObject(states)) return undefined;
  return runtime.reflection.use('call', states, 'get_Item', [id]);
}
