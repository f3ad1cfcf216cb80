import * as z from 'zod/mini';
import type { PassedMessage } from '../../../../processes/launchHost.ts';
import { loadMarker } from '../assemblyLoadsScript.ts';
import { isCSharpSource } from '../handlers/hotReload/rebinding.ts';
import { isForget } from '../handlers/steps/leftCSharp.ts';
import { readStepKind } from '../handlers/steps/stepKind.ts';
import { readBreakpointId, toPlace } from './breakpoints.ts';

const openedSchema = z.object({
  sessionId: z.string(),
  targetInfo: z.optional(z.object({ type: z.string() })),
});
const stateSchema = z.object({ state: z.string() });
const contextSchema = z.object({ context: z.object({ id: z.int() }) });
const consoleSchema = z.object({ args: z.array(z.object({ value: z.optional(z.unknown()) })) });

type Facts = Partial<PassedMessage>;

const readTarget = (params: unknown): Facts => {
  const { data } = openedSchema.safeParse(params);
  if (data === undefined) return {};
  const { sessionId: opened, targetInfo } = data;
  return { opened, ...(targetInfo && { type: targetInfo.type }) };
};

/** What is told of the parameters of each method, besides those of stops and scripts. */
const readers: Partial<Record<PassedMessage['method'], (params: unknown) => Facts>> = {
  'Debugger.setBreakpointByUrl': (params) => ofBreakpoint(toPlace(params)),
  'Debugger.removeBreakpoint': readBreakpoint,
  'Debugger.setPauseOnExceptions': (params) => {
    const state = stateSchema.safeParse(params).data?.state;
    return state === undefined ? {} : { state };
  },
  'Debugger.resume': (params) => (isForget(params) ? { isForgetting: true } : {}),
  'IdeSession.stepKind': (params) => {
    const step = readStepKind(params);
    return step === undefined ? {} : { step };
  },
  'Runtime.consoleAPICalled': (params) => {
    const value = consoleSchema.safeParse(params).data?.args[0]?.value;
    return { console: value === loadMarker ? 'load' : 'log' };
  },
  'Runtime.executionContextCreated': (params) => {
    const context = contextSchema.safeParse(params).data?.context.id;
    return context === undefined ? {} : { context };
  },
  'Target.attachedToTarget': readTarget,
  'Target.detachedFromTarget': readTarget,
};

/** Reads what is told of the parameters of a message. */
export function readFacts(method: PassedMessage['method'], params: unknown): Facts {
  return readers[method]?.(params) ?? {};
}

/** Reads the breakpoint that parameters or a result are about. */
export function readBreakpoint(from: unknown): Facts {
  return ofBreakpoint(readBreakpointId(from));
}

function ofBreakpoint(breakpoint: string | undefined): Facts {
  return breakpoint === undefined ? {} : toBreakpoint(breakpoint);
}

/** Returns what is told of a breakpoint, by its id or its place. */
export function toBreakpoint(breakpoint: string): { breakpoint: string; isCSharp?: boolean } {
  return isCSharpSource(breakpoint) ? { breakpoint, isCSharp: true } : { breakpoint };
}
