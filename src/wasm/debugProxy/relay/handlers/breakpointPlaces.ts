import { readBreakpointId, toPlace } from '../cdp/breakpoints.ts';
import { pass, PerTarget, type RelayHandler } from '../handler.ts';

/** The breakpoint locations of one target. */
class Places {
  /** The location of each breakpoint by id. A breakpoint that is set again has the same id. */
  readonly byId = new Map<string, string>();
  /** Commands that wait for an earlier one at the same location. */
  readonly #waiting = new Map<string, (() => void)[]>();
  /** The location of each pending command by id. */
  readonly #unanswered = new Map<number, string>();

  /** Forwards a command when all earlier ones at its location are answered. */
  enter(id: number, place: string | undefined): typeof pass | Promise<typeof pass> {
    if (place === undefined) return pass;
    this.#unanswered.set(id, place);
    const waiting = this.#waiting.get(place);
    if (waiting !== undefined) {
      return new Promise((resolve) => waiting.push(() => resolve(pass)));
    }
    this.#waiting.set(place, []);
    return pass;
  }

  answered(id: number): void {
    const place = this.#unanswered.get(id);
    if (place === undefined) return;
    this.#unanswered.delete(id);
    const next = this.#waiting.get(place)?.shift();
    if (next === undefined) this.#waiting.delete(place);
    else next();
  }
}

/**
 * Serializes the breakpoint commands for each location. To change a condition or toggle a breakpoint, the
 * debugger removes one and immediately sets the next. The proxy takes longer to remove than to set, so it
 * would reject the new one because the location is in use, and the breakpoint would be lost.
 */
export function breakpointPlacesHandler(): RelayHandler {
  const places = new PerTarget(() => new Places());
  return {
    name: 'breakpoint places',
    commands: {
      'Debugger.removeBreakpoint': ({ id, params }, target) => {
        const present = places.of(target);
        return present.enter(id, present.byId.get(readBreakpointId(params) ?? ''));
      },
      'Debugger.setBreakpointByUrl': ({ id, params }, target) =>
        places.of(target).enter(id, toPlace(params)),
    },
    answers: {
      'Debugger.removeBreakpoint': (_, { id }, target) => {
        places.of(target).answered(id);
        return pass;
      },
      'Debugger.setBreakpointByUrl': ({ result }, { id, params }, target) => {
        const [known, place] = [readBreakpointId(result), toPlace(params)];
        if (known !== undefined && place !== undefined) places.of(target).byId.set(known, place);
        places.of(target).answered(id);
        return pass;
      },
    },
  };
}
