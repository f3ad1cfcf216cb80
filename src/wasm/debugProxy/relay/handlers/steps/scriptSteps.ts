import { readBreakpointId } from '../../cdp/breakpoints.ts';
import { type Paused, pausedSchema } from '../../cdp/callFrames.ts';
import { type FrameworkScripts, scriptSchema } from '../../frameworkScripts.ts';
import {
  type CommandOutcome,
  drop,
  type EventOutcome,
  pass,
  PerTarget,
  type RelayHandler,
  type RelayTarget,
} from '../../handler.ts';
import {
  getBlackboxedPositions,
  findImportCalls,
  functionLocation,
  isRuntimeScript,
  type ScriptLocation,
} from '../../importCalls.ts';
import { isInTask, startTask } from './pageTask.ts';
import { isEndOfStep, isForeignException, isForProxy } from './runtimeSteps.ts';
import { isForeignFrame } from '../stacks.ts';
import { readStepKind, stepKindMethod } from './stepKind.ts';

/** How many calls are followed in one step. Code of .NET that a step runs through may call JavaScript in a loop. */
const maxCalls = 50;

/** What the browser does for a step into a call in C#. */
type Phase =
  | { readonly kind: 'idle' }
  /** The page runs, with breakpoints where the runtime calls JavaScript. */
  | { readonly kind: 'running'; readonly breakpointIds: readonly string[] }
  /** It steps from one of these calls into the user's function, and skips these scripts. */
  | { readonly kind: 'entering'; readonly skipped: readonly string[] };

const idle: Phase = { kind: 'idle' };

/** The steps of one target. */
class ScriptSteps {
  readonly #target: RelayTarget;
  readonly #scripts: FrameworkScripts;
  #phase: Phase = idle;
  #runtimeScript: string | undefined;
  #importCalls: readonly ScriptLocation[] | undefined;
  /** The function in which the runtime stops for the proxy. */
  #stopFunction: ScriptLocation | undefined;
  #isStoppedInCSharp = false;
  #isSteppingInto = false;
  #calls = 0;

  constructor(target: RelayTarget, scripts: FrameworkScripts) {
    this.#target = target;
    this.#scripts = scripts;
  }

  runtimeParsed(scriptId: string): void {
    this.#runtimeScript = scriptId;
    this.#importCalls = undefined;
  }

  /** The page was left, with all of its scripts and breakpoints. */
  left(): void {
    this.#phase = idle;
    this.#runtimeScript = undefined;
  }

  /** The debugger resumes the page in this way. */
  announce(isSteppingInto: boolean): void {
    this.#isSteppingInto = isSteppingInto;
    this.#calls = 0;
  }

  /** The proxy resumes the page: for the debugger, or to step out of code that is not the user's. */
  async resume(): Promise<CommandOutcome> {
    const isStep = this.#isSteppingInto && this.#isStoppedInCSharp;
    this.#isStoppedInCSharp = false;
    if (isStep) await this.#prepare();
    return pass;
  }

  paused(paused: Paused): EventOutcome {
    const phase = this.#phase;
    // It is skipped by `runtimeSteps.ts`, and the step goes on.
    if (phase.kind !== 'entering' && this.#isForeignException(paused)) return pass;
    this.#end(phase);
    this.#isStoppedInCSharp = isForProxy(paused);
    if (this.#isStoppedInCSharp) this.#stopFunction = functionLocation(paused.callFrames[0]);
    if (phase.kind === 'running' && isAt(phase.breakpointIds, paused)) this.#enter();
    else if (phase.kind === 'entering' && this.#hasMissed(paused)) this.#runOn();
    else return pass;
    return drop;
  }

  async #prepare(): Promise<void> {
    if (this.#runtimeScript === undefined || this.#calls > maxCalls) return;
    this.#importCalls ??= await findImportCalls(this.#runtimeScript, this.#target);
    this.#send('Runtime.evaluate', startTask);
    const set = await Promise.all(
      this.#importCalls.map((location) => this.#setBreakpoint(location)),
    );
    this.#phase = { kind: 'running', breakpointIds: set.filter((id) => id !== undefined) };
  }

  async #setBreakpoint(location: ScriptLocation): Promise<string | undefined> {
    const params = { location, condition: isInTask };
    const answer = await this.#target.send('Debugger.setBreakpoint', params).catch(() => undefined);
    return readBreakpointId(answer);
  }

  #enter(): void {
    this.#calls++;
    const skipped = this.#scripts.getIds(['framework', 'wasm'], this.#target);
    // The step has to end where the call returns, or where the runtime is about to stop in C#.
    const shown = [
      ...(this.#importCalls ?? []),
      ...(this.#stopFunction ? [this.#stopFunction] : []),
    ];
    for (const id of skipped) this.#skip(id, getBlackboxedPositions(id, shown));
    this.#phase = { kind: 'entering', skipped };
    this.#send('Debugger.stepInto');
  }

  /** Whether a step into a call has ended before or after the user's function, or there was none. */
  #hasMissed(paused: Paused): boolean {
    const [top] = paused.callFrames;
    return (
      (isEndOfStep(paused) || this.#isForeignException(paused)) &&
      top !== undefined &&
      isForeignFrame(top, this.#target, this.#scripts)
    );
  }

  #isForeignException(paused: Paused): boolean {
    return isForeignException(paused, this.#target, this.#scripts);
  }

  /** Lets the page run to the next call, or to the stop in C#. */
  #runOn(): void {
    const resume = (): void => this.#send('Debugger.resume');
    if (this.#isStoppedInCSharp) resume();
    else void this.#prepare().then(resume, resume);
  }

  #end(phase: Phase): void {
    this.#phase = idle;
    if (phase.kind === 'entering') for (const id of phase.skipped) this.#skip(id, []);
    if (phase.kind !== 'running') return;
    for (const breakpointId of phase.breakpointIds)
      this.#send('Debugger.removeBreakpoint', { breakpointId });
  }

  #skip(scriptId: string, positions: readonly object[]): void {
    this.#send('Debugger.setBlackboxedRanges', { scriptId, positions });
  }

  #send(method: string, params?: object): void {
    // The page may be closed.
    this.#target.send(method, params).catch(() => undefined);
  }
}

function isAt(breakpointIds: readonly string[], { hitBreakpoints }: Paused): boolean {
  return hitBreakpoints?.some((id) => breakpointIds.includes(id)) === true;
}

/**
 * Lets a step into a call in C# end in the JavaScript function of the user that it calls. The proxy asks the
 * runtime for a step in C# and resumes the page, so JavaScript would run on. Whichever step ends first is
 * the stop. Used behind the proxy, with {@link stepKindMethod} from the relay in front of it.
 */
export function scriptStepsHandler(scripts: FrameworkScripts): RelayHandler {
  const steps = new PerTarget((target) => new ScriptSteps(target, scripts));
  return {
    name: 'script steps',
    commands: {
      [stepKindMethod]: ({ params }, target) => {
        steps.of(target).announce(readStepKind(params) === 'stepInto');
        return pass;
      },
      'Debugger.resume': (_, target) => steps.of(target).resume(),
    },
    events: {
      'Debugger.scriptParsed': ({ params }, target) => {
        const { data: script } = scriptSchema.safeParse(params);
        if (script && isRuntimeScript(script)) steps.of(target).runtimeParsed(script.scriptId);
        return pass;
      },
      'Debugger.paused': ({ params }, target) => {
        const { data: paused } = pausedSchema.safeParse(params);
        return paused === undefined ? pass : steps.of(target).paused(paused);
      },
      'Runtime.executionContextsCleared': (_, target) => {
        steps.of(target).left();
        return pass;
      },
    },
  };
}
