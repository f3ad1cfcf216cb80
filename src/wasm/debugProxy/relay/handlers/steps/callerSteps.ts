import * as z from 'zod/mini';
import { readBreakpointId } from '../../cdp/breakpoints.ts';
import { type Paused, pausedSchema } from '../../cdp/callFrames.ts';
import type { FrameworkScripts } from '../../frameworkScripts.ts';
import {
  answerWith,
  type CommandOutcome,
  type EventOutcome,
  pass,
  PerTarget,
  type RelayHandler,
  type RelayTarget,
  replaceBy,
} from '../../handler.ts';
import { functionLocation, type ScriptLocation } from '../../importCalls.ts';
import { isForeignFrame } from '../stacks.ts';
import { isInTask, startTask } from './pageTask.ts';
import { isForProxy, runsToItsEnd, type StepEnds } from './runtimeSteps.ts';
import { readStepKind, stepKindMethod } from './stepKind.ts';

/** What a step out of C# does in the browser. */
type Phase =
  /** The page is not stopped in C#, or no JavaScript of the user has called it. */
  | { readonly kind: 'idle' }
  /** It is, and this function has. */
  | { readonly kind: 'called'; readonly caller: ScriptLocation }
  /** The page runs, with breakpoints in this function. */
  | Returning;

interface Returning {
  readonly kind: 'returning';
  readonly breakpointIds: readonly string[];
}

const idle: Phase = { kind: 'idle' };
const placesSchema = z.object({ locations: z.array(z.looseObject({})) });

/** The steps of one target. */
class CallerSteps {
  readonly #target: RelayTarget;
  readonly #scripts: FrameworkScripts;
  readonly #ends: StepEnds;
  #phase: Phase = idle;
  #isSteppingOut = false;

  constructor(target: RelayTarget, scripts: FrameworkScripts, ends: StepEnds) {
    this.#target = target;
    this.#scripts = scripts;
    this.#ends = ends;
  }

  /** The debugger steps out, or resumes the page in another way. */
  announce(isSteppingOut: boolean): void {
    this.#isSteppingOut = isSteppingOut;
  }

  /** The proxy leaves a step out of C# to the browser, which would end in the runtime. */
  async stepOut(): Promise<CommandOutcome> {
    if (this.#phase.kind !== 'called' || !this.#isSteppingOut) return pass;
    const { caller } = this.#phase;
    this.#phase = idle;
    const returning = await this.#prepare(caller).catch(() => undefined);
    // The browser may know another place to stop.
    if (returning === undefined) return pass;
    this.#phase = returning;
    const answer = await this.#target.send('Debugger.resume').catch(() => undefined);
    if (answer === undefined) return pass;
    // The page may be closed or left.
    this.#runToEnd(returning).catch(() => undefined);
    return answerWith({});
  }

  paused(paused: Paused): EventOutcome {
    const breakpointIds: readonly string[] =
      this.#phase.kind === 'returning' ? this.#phase.breakpointIds : [];
    this.#remove(breakpointIds);
    const caller = isForProxy(paused) ? this.#callerIn(paused) : undefined;
    this.#phase = caller === undefined ? idle : { kind: 'called', caller };
    const hit = paused.hitBreakpoints ?? [];
    const others = hit.filter((id) => !breakpointIds.includes(id));
    if (others.length === hit.length) return pass;
    this.#ends.arrive(this.#target);
    return replaceBy({ ...paused, reason: 'step', hitBreakpoints: others });
  }

  /** The page was left, with all of its scripts and breakpoints. */
  left(): void {
    this.#phase = idle;
  }

  /** The innermost function of the user up the stack of the browser. */
  #callerIn({ callFrames }: Paused): ScriptLocation | undefined {
    const frame = callFrames.find((one) => !isForeignFrame(one, this.#target, this.#scripts));
    return functionLocation(frame);
  }

  /** Ends a step that doesn't stop the page, as after an exception that leaves the function. */
  async #runToEnd(returning: Returning): Promise<void> {
    await runsToItsEnd(this.#target);
    if (this.#phase !== returning) return;
    this.#phase = idle;
    this.#remove(returning.breakpointIds);
    this.#ends.arrive(this.#target);
  }

  /** Resolves to `undefined` if no breakpoint can be set in the function. */
  async #prepare(caller: ScriptLocation): Promise<Returning | undefined> {
    void this.#target.send('Runtime.evaluate', startTask).catch(() => undefined);
    const params = { start: caller, restrictToFunction: true };
    const answer = await this.#target.send('Debugger.getPossibleBreakpoints', params);
    const { locations } = placesSchema.parse(answer);
    const set = await Promise.all(locations.map((location) => this.#setBreakpoint(location)));
    const breakpointIds = set.filter((id) => id !== undefined);
    return breakpointIds.length === 0 ? undefined : { kind: 'returning', breakpointIds };
  }

  #remove(breakpointIds: readonly string[]): void {
    for (const breakpointId of breakpointIds) {
      this.#target.send('Debugger.removeBreakpoint', { breakpointId }).catch(() => undefined);
    }
  }

  async #setBreakpoint(location: object): Promise<string | undefined> {
    const params = { location, condition: isInTask };
    const answer = await this.#target.send('Debugger.setBreakpoint', params).catch(() => undefined);
    return readBreakpointId(answer);
  }
}

/**
 * Lets a step out of C# end in the user's JavaScript that has called it, by breakpoints in that function. If
 * there is no other method of C# on the stack, the proxy leaves such a step to the browser, which would leave
 * the runtime function by function and lose the step on the way. A step over the end of a method resumes the
 * page. Used between the proxy and the browser, with {@link stepKindMethod} from the relay in front of it.
 */
export function callerStepsHandler(scripts: FrameworkScripts, ends: StepEnds): RelayHandler {
  const steps = new PerTarget((target) => new CallerSteps(target, scripts, ends));
  return {
    name: 'caller steps',
    commands: {
      [stepKindMethod]: ({ params }, target) => {
        steps.of(target).announce(readStepKind(params) === 'stepOut');
        return pass;
      },
      'Debugger.stepOut': (_, target) => steps.of(target).stepOut(),
    },
    events: {
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
