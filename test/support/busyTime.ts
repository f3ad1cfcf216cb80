/** What the types don't know, which are those of the oldest Node that the extension runs on. */
const newerProcess = process as unknown as { threadCpuUsage(): NodeJS.CpuUsage };

/**
 * How long this thread has computed so far, in milliseconds. What else the machine does counts as
 * little as possible: neither other threads, nor the time that this one waits for a core.
 */
export function busyTime(): number {
  const { system, user } = newerProcess.threadCpuUsage();
  return (user + system) / 1000;
}
