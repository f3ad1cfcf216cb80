import {
  type ChangedMethods,
  PageFacts,
  type StopPorts,
} from '../../../../src/wasm/debugProxy/evaluation/runtime/pageFacts.ts';

/** A stop that lasts, in a page without hot reload. */
export function stopPorts(
  changed: ChangedMethods = { isEmpty: true, has: () => false },
): StopPorts {
  return { facts: new PageFacts(), changed, isOver: () => false };
}
