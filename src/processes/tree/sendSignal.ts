/** Whether there was somebody to receive the signal. */
export function sendSignal(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    // EPERM: there is somebody, who has become another user's.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
