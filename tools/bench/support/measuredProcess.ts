// The load on a measured process: event loop delay and memory.
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** The load on a process since the last measurement. */
export interface Measures {
  /** The event loop delay, in milliseconds. */
  readonly delayP99: number;
  readonly delayMax: number;
  /** The maximum resident memory, in bytes. */
  readonly memory: number;
}

const resolution = 1;
const nanosecondsInMillisecond = 1e6;

/**
 * Starts measuring this process; each call of the returned function measures since the previous
 * one.
 */
export function measureProcess(): () => Measures {
  const delays = monitorEventLoopDelay({ resolution });
  delays.enable();
  let memory = 0;
  const watch = setInterval(() => (memory = Math.max(memory, process.memoryUsage.rss())), 20);
  watch.unref();
  const late = (nanoseconds: number): number =>
    Math.max(0, nanoseconds / nanosecondsInMillisecond - resolution);
  return () => {
    const measures: Measures = {
      delayP99: late(delays.percentile(99)),
      delayMax: late(delays.max),
      memory: Math.max(memory, process.memoryUsage.rss()),
    };
    delays.reset();
    memory = 0;
    return measures;
  };
}

/** Replies to each message of the parent with the load since the previous one. */
export function answerMeasures(): void {
  const measures = measureProcess();
  process.on('message', () => process.send?.(measures()));
}
