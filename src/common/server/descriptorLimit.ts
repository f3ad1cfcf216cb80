import { readFileSync } from 'node:fs';

/** Returns the limit of file descriptors of this process; `undefined` if there is none or it is unknown. */
export function readDescriptorLimit(): number | undefined {
  switch (process.platform) {
    case 'win32':
      return undefined;
    case 'linux':
      return readProcessLimits() ?? readReport();
    default:
      return readReport();
  }
}

/** Reads the soft limit from Linux (proc_pid_limits(5)). */
function readProcessLimits(): number | undefined {
  try {
    const text = readFileSync('/proc/self/limits', 'utf8');
    return toLimit(/^Max open files\s+(\S+)/m.exec(text)?.[1]);
  } catch {
    return undefined;
  }
}

interface Report {
  readonly userLimits?: { readonly open_files?: { readonly soft?: unknown } };
}

/** Reads the limit from Node's diagnostic report, which has it on all POSIX systems but takes some milliseconds. */
function readReport(): number | undefined {
  try {
    const report = process.report.getReport() as Report;
    return toLimit(report.userLimits?.open_files?.soft);
  } catch {
    return undefined;
  }
}

function toLimit(value: unknown): number | undefined {
  const limit = Number(value);
  return Number.isSafeInteger(limit) && limit > 0 ? limit : undefined;
}
