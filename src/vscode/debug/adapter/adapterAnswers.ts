import type { DebugProtocol } from '@vscode/debugprotocol';
import { localize } from '../../../common/localization.ts';

/** The response to a request that needs a debugger. */
type Answer =
  | { readonly kind: 'body'; readonly body: object }
  | { readonly kind: 'error'; readonly message: string };

type Arguments = Readonly<Record<string, unknown>>;

/** The response must contain a breakpoint for each requested one. */
const unbound =
  (...properties: readonly string[]) =>
  (args: Arguments): object => ({
    breakpoints: properties.flatMap((property) => {
      const asked = args[property];
      return Array.isArray(asked) ? asked.map(() => ({ verified: false })) : [];
    }),
  });

const nothing = (body: object) => (): object => body;

/** The empty response bodies that the protocol requires. */
const bodies: Readonly<Record<string, (args: Arguments) => object>> = {
  setFunctionBreakpoints: unbound('breakpoints'),
  setDataBreakpoints: unbound('breakpoints'),
  setInstructionBreakpoints: unbound('breakpoints'),
  setExceptionBreakpoints: unbound('filters', 'filterOptions', 'exceptionOptions'),
  dataBreakpointInfo: () => ({ dataId: null, description: localize('Not available') }),
  breakpointLocations: nothing({ breakpoints: [] }),
  stackTrace: nothing({ stackFrames: [], totalFrames: 0 }),
  scopes: nothing({ scopes: [] }),
  variables: nothing({ variables: [] }),
  loadedSources: nothing({ sources: [] }),
  modules: nothing({ modules: [], totalModules: 0 }),
  completions: nothing({ targets: [] }),
  gotoTargets: nothing({ targets: [] }),
  stepInTargets: nothing({ targets: [] }),
};

/** Requests that fail without a debugger, except `evaluate`. */
const refused: ReadonlySet<string> = new Set(
  `continue next stepIn stepOut stepBack reverseContinue pause goto restartFrame terminateThreads
  cancel setVariable setExpression source exceptionInfo locations readMemory writeMemory
  disassemble`.split(/\s+/),
);

/** Returns the response to a request without a debugger; `undefined` for requests about the session itself. */
export function answerWithoutDebugger({
  arguments: args,
  command,
}: Pick<DebugProtocol.Request, 'command' | 'arguments'>): Answer | undefined {
  const body = bodies[command]?.((args ?? {}) as Arguments);
  if (body !== undefined) return { kind: 'body', body };
  if (command === 'evaluate') {
    return {
      kind: 'error',
      message: localize('Expressions can be evaluated once a debugger is attached.'),
    };
  }
  return refused.has(command)
    ? { kind: 'error', message: localize('This session has no debugger of its own.') }
    : undefined;
}
