import * as z from 'zod/mini';
import type { RelayTarget } from './handler.ts';
import type { CdpMessage } from './cdp/messages.ts';

/** Does steps one after the other: at once where it can, after those that are held where not. */
class Lane {
  readonly #waiting: (() => void | Promise<void>)[] = [];
  #isHeld = false;

  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Runs a step, which holds later ones while its promise is pending. Steps do not reject. */
  run(step: () => void | Promise<void>): void {
    this.#waiting.push(step);
    if (!this.#isHeld) this.#drain();
  }

  #drain(): void {
    this.#isHeld = true;
    for (let step = this.#waiting.shift(); step !== undefined; step = this.#waiting.shift()) {
      const held = step();
      if (held !== undefined) return void held.finally(() => this.#drain());
    }
    this.#isHeld = false;
  }
}

/** What all targets of a relay share. */
export interface TargetPorts {
  readonly send: (
    method: string,
    params: object,
    sessionId: string | undefined,
  ) => Promise<unknown>;
  readonly emit: (method: string, params: object, sessionId: string | undefined) => void;
}

const attachedSchema = z.object({
  sessionId: z.string(),
  targetInfo: z.object({ type: z.string() }),
});
const detachedSchema = z.object({ sessionId: z.string() });

/** A target with the order of what it reports. */
export class LaneTarget implements RelayTarget {
  readonly sessionId: string | undefined;
  readonly lane = new Lane();
  readonly #ports: TargetPorts;
  type: string;

  constructor(sessionId: string | undefined, type: string, ports: TargetPorts) {
    this.sessionId = sessionId;
    this.type = type;
    this.#ports = ports;
  }

  send(method: string, params: object = {}): Promise<unknown> {
    return this.#ports.send(method, params, this.sessionId);
  }

  emit(method: string, params: object): void {
    this.#ports.emit(method, params, this.sessionId);
  }
}

/** The targets that a debugger is attached to, by session. */
export class Targets {
  readonly #ports: TargetPorts;
  readonly #bySession = new Map<string, LaneTarget>();
  readonly #browser: LaneTarget;

  constructor(ports: TargetPorts) {
    this.#ports = ports;
    this.#browser = new LaneTarget(undefined, 'browser', ports);
  }

  /** Whether any target's messages are kept back. */
  get isAnyHeld(): boolean {
    return (
      this.#browser.lane.isHeld || [...this.#bySession.values()].some((one) => one.lane.isHeld)
    );
  }

  of(sessionId: string | undefined): LaneTarget {
    if (sessionId === undefined) return this.#browser;
    const known = this.#bySession.get(sessionId);
    if (known !== undefined) return known;
    const target = new LaneTarget(sessionId, 'unknown', this.#ports);
    this.#bySession.set(sessionId, target);
    return target;
  }

  /** The target that an event reports as attached. */
  attached({ params }: CdpMessage): LaneTarget | undefined {
    const { data } = attachedSchema.safeParse(params);
    if (data === undefined) return undefined;
    const target = this.of(data.sessionId);
    target.type = data.targetInfo.type;
    return target;
  }

  /** Forgets the target that an event reports as detached, and gives its session. */
  detached({ params }: CdpMessage): string | undefined {
    const sessionId = detachedSchema.safeParse(params).data?.sessionId;
    if (sessionId !== undefined) this.#bySession.delete(sessionId);
    return sessionId;
  }
}
