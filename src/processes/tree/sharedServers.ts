import { readFile } from 'node:fs/promises';

/**
 * Build and compiler servers by an argument of their command line. They serve all builds of a user, so a
 * server that a program has started may have other clients when the program ends.
 */
const sharedServers: readonly RegExp[] = [
  // MSBuild nodes, the C# and Visual Basic compiler server, and the Razor compiler server.
  /^[/-]nodemode:\d+$/i,
  /(^|[/\\])VBCSCompiler(\.dll|\.exe)?$/,
  /(^|[/\\])rzc(\.dll|\.exe)?$/,
  // Gradle, Kotlin and Bazel.
  /^org\.gradle\.launcher\.daemon\./,
  /^org\.jetbrains\.kotlin\.daemon\./,
  /^bazel\(/,
  // Compiler caches and the adb server.
  /(^|[/\\])sccache$/,
  /^fork-server$/,
];

/** Whether a process is a server that may outlive the program that started it. Linux only. */
export async function isSharedServer(pid: number): Promise<boolean> {
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return commandLine
    .split('\0')
    .some((argument) => sharedServers.some((server) => server.test(argument)));
}
