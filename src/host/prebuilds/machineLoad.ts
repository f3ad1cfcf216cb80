import { availableParallelism, freemem, loadavg } from 'node:os';

/** What a machine does at a time. */
export interface MachineFacts {
  readonly platform: NodeJS.Platform;
  /** In bytes. */
  readonly freeMemory: number;
  /** The number of processes that ran or waited in the last minute; 0 on Windows, where it isn't known. */
  readonly load: number;
  readonly processors: number;
}

/** No session is prepared while less memory is available, in bytes. */
const memoryNeeded = 1024 ** 3;

/** Returns what this machine does now. */
export function readMachine(): MachineFacts {
  const [load = 0] = loadavg();
  return {
    platform: process.platform,
    freeMemory: freemem(),
    load,
    processors: availableParallelism(),
  };
}

/** Whether a machine has no time or memory to spare. */
export function isMachineLoaded(facts: MachineFacts): boolean {
  return isShortOfMemory(facts) || facts.load > facts.processors;
}

/** macOS fills its memory with caches, and counts them as used, so what is free there says nothing. */
function isShortOfMemory({ freeMemory, platform }: MachineFacts): boolean {
  return platform !== 'darwin' && freeMemory < memoryNeeded;
}
