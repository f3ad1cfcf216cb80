/** Counts what a relay carries, in bytes. */
export class Traffic {
  fromBrowser = 0;
  toDebugger = 0;
  toBrowser = 0;

  describe(): string {
    return `${megabytes(this.fromBrowser)} from the browser, of which ${megabytes(this.toDebugger)} went to the debugger, and ${megabytes(this.toBrowser)} to the browser`;
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(2)} MB`;
}
