/** The controller's clock; tests replace it with a manual one. */
export interface Clock {
  /** Monotonic milliseconds with an arbitrary origin. */
  now(): number;
  /** Calls `action` once, `delayMs` from now, unless the returned function is called first. */
  after(delayMs: number, action: () => void): () => void;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after(delayMs, action) {
    if (delayMs === Infinity) {
      return () => {};
    }
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};

/** The real client's timeouts, in milliseconds. */
export interface ControllerTimes {
  pingEvery: number;
  silenceLimit: number;
  reconnectAfter: number;
  reconnectLimit: number;
  requestLimit: number;
  terminationLimit: number;
  closeLimit: number;
}

/** The real client's timeouts. */
export const realClientTimes: Readonly<ControllerTimes> = {
  pingEvery: 5_000,
  silenceLimit: 20_000,
  reconnectAfter: 1_000,
  reconnectLimit: 20_000,
  requestLimit: 120_000,
  terminationLimit: 10_000,
  closeLimit: 1_000,
};
