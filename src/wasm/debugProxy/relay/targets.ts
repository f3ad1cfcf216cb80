import * as z from 'zod/mini';
import { turn } from '../../../common/turn.ts';
import type { RelayTarget } from './handler.ts';
import type { CdpMessage } from './cdp/messages.ts';

/** How many steps that have waited run in one turn of the event loop. */
const maxAtOnce = 64;

/** Runs steps in order: immediately, unless an earlier step is pending. */
class StepQueue {
  readonly #waiting: (() => void | Promise<void>)[] = [];
  #isHeld = false;

  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Runs a step. Later steps wait until its promise settles. Steps must not reject. */
  run(step: () => void | Promise<void>): void {
    this.#waiting.push(step);
    if (!this.#isHeld) this.#drain();
  }

  #drain(): void {
    this.#isHeld = true;
    for (let count = 0; count < maxAtOnce; count++) {
      const step = this.#waiting.shift();
      if (step === undefined) {
        this.#isHeld = false;
        return;
      }
      const held = step();
      if (held !== undefined) return void held.finally(() => this.#drain());
    }
    void turn().then(() => this.#drain());
  }
}

/** The ports that all targets of a relay share. */
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

/** A target whose events and answers are kept in order. */
export class OrderedTarget implements RelayTarget {
  readonly sessionId: string | undefined;
  readonly queue = new StepQueue();
  readonly #ports: TargetPorts;
  type: string;
  contexts = 0;

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
  readonly #bySession = new Map<string, OrderedTarget>();
  readonly #browser: OrderedTarget;

  constructor(ports: TargetPorts) {
    this.#ports = ports;
    this.#browser = new OrderedTarget(undefined, 'browser', ports);
  }

  /** Whether messages of any target are held. */
  get isAnyHeld(): boolean {
    return (
      this.#browser.queue.isHeld || [...this.#bySession.values()].some((one) => one.queue.isHeld)
    );
  }

  of(sessionId: string | undefined): OrderedTarget {
    if (sessionId === undefined) return this.#browser;
    const known = this.#bySession.get(sessionId);
    if (known !== undefined) return known;
    const target = new OrderedTarget(sessionId, 'unknown', this.#ports);
    this.#bySession.set(sessionId, target);
    return target;
  }

  /** Returns the target that an event reports as attached. */
  attached({ params }: CdpMessage): OrderedTarget | undefined {
    const { data } = attachedSchema.safeParse(params);
    if (data === undefined) return undefined;
    const target = this.of(data.sessionId);
    target.type = data.targetInfo.type;
    return target;
  }

  /** Removes the target that an event reports as detached. Returns its session. */
  detached({ params }: CdpMessage): string | undefined {
    const sessionId = detachedSchema.safeParse(params).data?.sessionId;
    if (sessionId !== undefined) this.#bySession.delete(sessionId);
    return sessionId;
  }
}
