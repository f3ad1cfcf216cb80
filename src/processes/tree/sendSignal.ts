/** Whether there was somebody to receive the signal. */
export function sendSignal(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    // EPERM: the process is there, but has become another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
