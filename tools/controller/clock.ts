/** The passing of time as the controller needs it; tests put a clock here that they turn by hand. */
export interface Clock {
  /** Milliseconds on a scale of the clock's own that never runs backwards. */
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

/** The waiting times of the real client, in milliseconds. */
export interface ControllerTimes {
  pingEvery: number;
  silenceLimit: number;
  reconnectAfter: number;
  reconnectLimit: number;
  requestLimit: number;
  terminationLimit: number;
  closeLimit: number;
}

/** How long the real client waits for each thing. */
export const realClientTimes: Readonly<ControllerTimes> = {
  pingEvery: 5_000,
  silenceLimit: 20_000,
  reconnectAfter: 1_000,
  reconnectLimit: 20_000,
  requestLimit: 120_000,
  terminationLimit: 10_000,
  closeLimit: 1_000,
};
