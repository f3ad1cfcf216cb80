import * as z from 'zod/mini';
import { createChooser } from './values.ts';

// What traces have of debuggers: names, never values.

/** The types of debug sessions that are recorded as they are. */
export const debugTypes = [
  'ide-session',
  'pwa-node',
  'pwa-chrome',
  'pwa-msedge',
  'node',
  'chrome',
  'msedge',
  'blazorwasm',
  'coreclr',
  'clr',
  'monovsdbg_wasm',
  'dotnet',
  'aspire',
  'maui',
  'debugpy',
  'python',
  'go',
  'java',
  'lldb',
  'cppdbg',
  'cppvsdbg',
  'bun',
  'other',
] as const;

/** The events of debug adapters, in the order of their moments in a session. */
const orderedEvents = [
  'initialized',
  'process',
  'stopped',
  'continued',
  'exited',
  'terminated',
  'capabilities',
] as const;

/** Events that come in numbers. */
const countedEvents = [
  'output',
  'thread',
  'module',
  'loadedSource',
  'breakpoint',
  'invalidated',
  'memory',
  'progressStart',
  'progressUpdate',
  'progressEnd',
  'other',
] as const;

const adapterEvents = [...orderedEvents, ...countedEvents] as const;

/** Why a debugger has stopped. */
const stopReasons = [
  'step',
  'breakpoint',
  'exception',
  'pause',
  'entry',
  'goto',
  'function breakpoint',
  'data breakpoint',
  'instruction breakpoint',
  'other',
] as const;

/** The messages of the debug relay whose order is recorded. */
const orderedMethods = [
  'Debugger.paused',
  'Debugger.resumed',
  'Debugger.pause',
  'Debugger.resume',
  'Debugger.stepInto',
  'Debugger.stepOver',
  'Debugger.stepOut',
  'Debugger.setBreakpointByUrl',
  'Debugger.removeBreakpoint',
  'Debugger.setBreakpointsActive',
  'Debugger.setPauseOnExceptions',
  'Runtime.executionContextCreated',
  'Runtime.executionContextDestroyed',
  'Runtime.executionContextsCleared',
  'Runtime.exceptionThrown',
  'Page.reload',
  'Page.navigate',
  'Page.frameNavigated',
  'Inspector.targetCrashed',
  'Target.attachedToTarget',
  'Target.detachedFromTarget',
  'Inspector.detached',
  'DotnetDebugger.runtimeReady',
  'DotnetDebugger.reportBlazorDebugError',
] as const;

/** Those that come in numbers. */
const countedMethods = [
  'Debugger.scriptParsed',
  'Debugger.scriptFailedToParse',
  'Debugger.enable',
  'Debugger.breakpointResolved',
  'Debugger.getScriptSource',
  'Debugger.getPossibleBreakpoints',
  'Debugger.setBreakpoint',
  'Debugger.evaluateOnCallFrame',
  'Debugger.setVariableValue',
  'Debugger.setBlackboxPatterns',
  'Debugger.setBlackboxedRanges',
  'Debugger.setAsyncCallStackDepth',
  'Debugger.restartFrame',
  'Runtime.getProperties',
  'Runtime.callFunctionOn',
  'Runtime.evaluate',
  'Runtime.consoleAPICalled',
  'Runtime.releaseObject',
  'Runtime.releaseObjectGroup',
  'Runtime.enable',
  'Runtime.runIfWaitingForDebugger',
  'Runtime.bindingCalled',
  'Page.enable',
  'Page.lifecycleEvent',
  'Page.loadEventFired',
  'Log.entryAdded',
  'Network.requestWillBeSent',
  'Network.responseReceived',
  'Network.loadingFinished',
  'Network.loadingFailed',
  'Network.dataReceived',
  'Target.setAutoAttach',
  'Target.targetCreated',
  'Target.targetInfoChanged',
  'Target.targetDestroyed',
  'other',
] as const;

const relayedMethods = [...orderedMethods, ...countedMethods] as const;

type AdapterEvent = (typeof adapterEvents)[number];
type RelayedMethod = (typeof relayedMethods)[number];

const ordered: ReadonlySet<string> = new Set([...orderedEvents, ...orderedMethods]);

/** Whether the order of an event or a message is recorded, not only its number. */
export function isOrdered(name: AdapterEvent | RelayedMethod): boolean {
  return ordered.has(name);
}

export const debugType = z.enum(debugTypes);
export const adapterEvent = z.enum(adapterEvents);
export const stopReason = z.enum(stopReasons);
export const relayedMethod = z.enum(relayedMethods);

export const toDebugType = createChooser(debugTypes);
export const toAdapterEvent = createChooser(adapterEvents);
export const toStopReason = createChooser(stopReasons);
export const toRelayedMethod = createChooser(relayedMethods);
