/** What a launch configuration type needs to be there before it can run. */
export interface Needs {
  /** A command that must be in PATH in any case. */
  readonly command?: string;
  /** The debug types that debug it, one of which is enough; absent where no other extension is needed. */
  readonly debuggers?: readonly string[];
  /** The command that runs it without a debugger; absent where only a debugger knows how to run it. */
  readonly plainCommand?: string | ((platform: NodeJS.Platform) => string);
}

/** What is there, as it is now. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  /** Whether a command is in PATH. */
  hasCommand(name: string): boolean;
  /** Whether an extension debugs this debug type. */
  hasDebugger(type: string): boolean;
  /** Whether nothing is to run without a debugger. */
  isDebuggerNeeded(): boolean;
}

/** What a type lacks to run here, as a sentence goes on after its name; nothing if it runs. */
export function whatIsMissing(needs: Needs, surroundings: Surroundings): string | undefined {
  const { command, debuggers, plainCommand } = needs;
  if (command !== undefined && !surroundings.hasCommand(command)) return needing(command);
  if (debuggers === undefined) return undefined;
  if (debuggers.some((type) => surroundings.hasDebugger(type))) return undefined;
  const wanted = `needs an extension that debugs ${debuggers.join(' or ')}`;
  if (plainCommand === undefined) return wanted;
  if (surroundings.isDebuggerNeeded()) {
    return debuggers.length === 0
      ? 'can not be debugged here, and the setting withoutDebugger says refuse'
      : `${wanted}, unless the setting withoutDebugger says run`;
  }
  const plain =
    typeof plainCommand === 'string' ? plainCommand : plainCommand(surroundings.platform);
  return surroundings.hasCommand(plain) ? undefined : needing(plain);
}

function needing(command: string): string {
  return `needs the command ${command}, which is not in PATH`;
}
