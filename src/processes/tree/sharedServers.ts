import { readFile } from 'node:fs/promises';

/**
 * Build and compiler servers, by an argument of their command line. They serve every build of their
 * user, so one that a program has started may have other clients when that program ends.
 */
const sharedServers: readonly RegExp[] = [
  // MSBuild's nodes, the C# and Visual Basic compiler, and the Razor compiler.
  /^[/-]nodemode:\d+$/i,
  /(^|[/\\])VBCSCompiler(\.dll|\.exe)?$/,
  /(^|[/\\])rzc(\.dll|\.exe)?$/,
  // Gradle, Kotlin and Bazel.
  /^org\.gradle\.launcher\.daemon\./,
  /^org\.jetbrains\.kotlin\.daemon\./,
  /^bazel\(/,
  // Compiler caches, and Android's device server.
  /(^|[/\\])sccache$/,
  /^fork-server$/,
];

/** Whether a process on Linux is a server that outlives the program that has started it. */
export async function isSharedServer(pid: number): Promise<boolean> {
  const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return commandLine
    .split('\0')
    .some((argument) => sharedServers.some((server) => server.test(argument)));
}
