import * as z from 'zod/mini';
import { createChooser } from './values.ts';

// What traces have of debuggers: names, never values.

/** The types of debug sessions that are recorded as they are. */
export const debugTypes = [
  'ide-session',
  ...(['pwa-node', 'pwa-chrome', 'pwa-msedge', 'node', 'chrome', 'msedge', 'blazorwasm'] as const),
  ...(['coreclr', 'clr', 'monovsdbg_wasm', 'dotnet', 'aspire', 'maui', 'debugpy'] as const),
  ...(['python', 'go', 'java', 'lldb', 'cppdbg', 'cppvsdbg', 'bun', 'other'] as const),
] as const;

/** The events of debug adapters, in the order of their moments in a session. */
const orderedEvents = [
  ...(['initialized', 'process', 'stopped', 'continued', 'exited', 'terminated'] as const),
  'capabilities',
] as const;

/** Events that come in numbers. */
const countedEvents = [
  ...(['output', 'thread', 'module', 'loadedSource', 'breakpoint', 'invalidated'] as const),
  ...(['memory', 'progressStart', 'progressUpdate', 'progressEnd', 'other'] as const),
] as const;

const adapterEvents = [...orderedEvents, ...countedEvents] as const;

/** Why a debugger has stopped. */
const stopReasons = [
  ...([
    'step',
    'breakpoint',
    'exception',
    'pause',
    'entry',
    'goto',
    'function breakpoint',
  ] as const),
  ...(['data breakpoint', 'instruction breakpoint', 'other'] as const),
] as const;

/** The messages of the debug relay whose order is recorded. */
const orderedMethods = [
  ...(['Debugger.paused', 'Debugger.resumed', 'Debugger.pause', 'Debugger.resume'] as const),
  ...(['Debugger.stepInto', 'Debugger.stepOver', 'Debugger.stepOut'] as const),
  ...(['Debugger.setBreakpointByUrl', 'Debugger.removeBreakpoint'] as const),
  ...(['Debugger.setBreakpointsActive', 'Debugger.setPauseOnExceptions'] as const),
  ...(['Runtime.executionContextCreated', 'Runtime.executionContextDestroyed'] as const),
  ...(['Runtime.executionContextsCleared', 'Runtime.exceptionThrown'] as const),
  ...(['Page.reload', 'Page.navigate', 'Page.frameNavigated', 'Inspector.targetCrashed'] as const),
  ...(['Target.attachedToTarget', 'Target.detachedFromTarget', 'Inspector.detached'] as const),
  ...(['DotnetDebugger.runtimeReady', 'DotnetDebugger.reportBlazorDebugError'] as const),
] as const;

/** Those that come in numbers. */
const countedMethods = [
  ...(['Debugger.scriptParsed', 'Debugger.scriptFailedToParse', 'Debugger.enable'] as const),
  ...(['Debugger.breakpointResolved', 'Debugger.getScriptSource'] as const),
  ...(['Debugger.getPossibleBreakpoints', 'Debugger.setBreakpoint'] as const),
  ...(['Debugger.evaluateOnCallFrame', 'Debugger.setVariableValue'] as const),
  ...(['Debugger.setBlackboxPatterns', 'Debugger.setBlackboxedRanges'] as const),
  ...(['Debugger.setAsyncCallStackDepth', 'Debugger.restartFrame'] as const),
  ...(['Runtime.getProperties', 'Runtime.callFunctionOn', 'Runtime.evaluate'] as const),
  ...(['Runtime.consoleAPICalled', 'Runtime.releaseObject', 'Runtime.releaseObjectGroup'] as const),
  ...(['Runtime.enable', 'Runtime.runIfWaitingForDebugger', 'Runtime.bindingCalled'] as const),
  ...(['Page.enable', 'Page.lifecycleEvent', 'Page.loadEventFired', 'Log.entryAdded'] as const),
  ...(['Network.requestWillBeSent', 'Network.responseReceived'] as const),
  ...(['Network.loadingFinished', 'Network.loadingFailed', 'Network.dataReceived'] as const),
  ...(['Target.setAutoAttach', 'Target.targetCreated', 'Target.targetInfoChanged'] as const),
  ...(['Target.targetDestroyed', 'other'] as const),
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
