/** The requirements of a launch configuration type. */
export interface Needs {
  /** A command that must be in PATH. */
  readonly command?: string;
  /** The debug types that can debug it; absent if no other extension is needed. */
  readonly debuggers?: readonly string[];
  /** The command that runs it without a debugger; absent if only a debugger can run it. */
  readonly plainCommand?: string | ((platform: NodeJS.Platform) => string);
}

/** What is currently available. */
export interface Capabilities {
  readonly platform: NodeJS.Platform;
  /** Whether a command is in PATH. */
  hasCommand(name: string): boolean;
  /** Whether an extension for this debug type is installed. */
  hasDebugger(type: string): boolean;
  /** Whether programs must not run without a debugger. */
  isDebuggerNeeded(): boolean;
}

/** Returns what a type lacks, as a predicate that follows its name; `undefined` if it can run. */
export function whatIsMissing(needs: Needs, capabilities: Capabilities): string | undefined {
  const { command, debuggers, plainCommand } = needs;
  if (command !== undefined && !capabilities.hasCommand(command)) return describeMissing(command);
  if (debuggers === undefined) return undefined;
  if (debuggers.some((type) => capabilities.hasDebugger(type))) return undefined;
  const wanted = `needs an extension that debugs ${debuggers.join(' or ')}`;
  if (plainCommand === undefined) return wanted;
  if (capabilities.isDebuggerNeeded()) {
    return debuggers.length === 0
      ? "can't be debugged here, and the setting withoutDebugger is refuse"
      : `${wanted}, unless the setting withoutDebugger is run`;
  }
  const plain =
    typeof plainCommand === 'string' ? plainCommand : plainCommand(capabilities.platform);
  return capabilities.hasCommand(plain) ? undefined : describeMissing(plain);
}

function describeMissing(command: string): string {
  return `needs the command ${command}, which is not in PATH`;
}
