// What a measured process took: how long its event loop was blocked, and what memory.
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Of a process since the last question. */
export interface Measures {
  /** How late the event loop was, in milliseconds. */
  readonly delayP99: number;
  readonly delayMax: number;
  /** The most that was resident, in bytes. */
  readonly memory: number;
}

const resolution = 1;
const nanosecondsInMillisecond = 1e6;

/** Measures this process from now on; each call of what is returned gives the measures since the one before. */
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

/** Answers each message of the parent with the measures since the one before. */
export function answerMeasures(): void {
  const measures = measureProcess();
  process.on('message', () => process.send?.(measures()));
}
