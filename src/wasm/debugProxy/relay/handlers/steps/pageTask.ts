import { evaluationUrl } from '../../frameworkScripts.ts';

const task = `globalThis[Symbol.for('ideSessionHost.step')]`;

/** The parameters of a `Runtime.evaluate` that makes {@link isInTask} true until the page's current task ends. */
export const startTask = {
  expression: `(() => {
  const task = (${task} = {});
  queueMicrotask(() => {
    if (${task} === task) ${task} = undefined;
  });
})()
//# sourceURL=${evaluationUrl}`,
  silent: true,
  returnByValue: true,
};

/** A condition for breakpoints of a step: what the page does in later tasks is not part of it. */
export const isInTask = `${task} !== undefined`;
