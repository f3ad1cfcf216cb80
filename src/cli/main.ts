#!/usr/bin/env node
import manifest from '../../package.json' with { type: 'json' };
import { HumanError } from '../common/humanError.ts';
import { parseArguments } from './arguments.ts';
import { getCompletionScript } from './completion/scripts.ts';
import { cliErrors } from './errors.ts';
import { keepHeapSmall } from './smallHeap.ts';

// Set by an editor that runs this command with its own executable. Programs must not inherit it.
delete process.env['ELECTRON_RUN_AS_NODE'];

async function main(): Promise<number> {
  const invocation = parseArguments(process.argv.slice(2), () => process.cwd());
  switch (invocation.kind) {
    case 'help':
      process.stdout.write(invocation.text);
      return 0;
    case 'version':
      process.stdout.write(`${manifest.version}\n`);
      return 0;
    case 'completion':
      process.stdout.write(getCompletionScript(invocation.shell));
      return 0;
    // Loaded on demand: no command needs all of it, and some modules read the current folder.
    case 'serve':
      keepHeapSmall();
      return (await import('./serve.ts')).serve(invocation, __dirname).finally(exitSoon);
    case 'hosts':
      return (await import('./hosts/hostCommands.ts')).printHosts(invocation);
    case 'info':
      return (await import('./hosts/hostCommands.ts')).printInfo(invocation);
    case 'env':
      return (await import('./hosts/hostCommands.ts')).printEnvironment(invocation);
    case 'report':
      return (await import('./traces/report.ts')).report(invocation);
    case 'validate':
      return (await import('./validate.ts')).validate(invocation);
    case 'mcp':
      return (await import('./mcp/serveMcp.ts')).serveMcp(invocation);
    case 'sessions': {
      const { runSessionsCommand } = await import('./sessions/sessionsCommand.ts');
      return runSessionsCommand(invocation.command);
    }
    case 'trace':
      return (await import('./trace.ts')).runTraceCommand(invocation.command);
    case 'complete':
      return (await import('./completion/complete.ts')).complete(invocation.words);
  }
}

/** How long the last output of a host may take to be written, in milliseconds. */
const flushTimeout = 250;

/** A host ends in time even if its output is not read. */
function exitSoon(): void {
  setTimeout(() => process.exit(), flushTimeout);
}

async function run(): Promise<void> {
  process.exitCode = await main().catch(fail);
  await Promise.all([process.stdout, process.stderr].map(whenWritten));
  // Exits even if something is left, such as a program that can't be killed.
  process.exit();
}

/** The exit codes of errors that scripts tell apart. Other errors exit with 1. */
const exitCodes: Readonly<Record<string, number>> = {
  WrongUsage: 2,
  SessionNotFound: 3,
  NoHost: 4,
  HostNotFound: 4,
  SeveralHosts: 4,
  TimedOut: 124,
  SessionLeft: 130,
};

function fail(error: unknown): number {
  const shown = isCurrentFolderGone(error) ? cliErrors.CurrentFolderNotFound() : error;
  if (!(shown instanceof HumanError)) throw error;
  process.stderr.write(`${shown.message}\n`);
  return exitCodes[shown.code] ?? 1;
}

function isCurrentFolderGone(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).syscall === 'uv_cwd';
}

/** Resolves when all is written, or can't be. Pipes are written as fast as they are read. */
function whenWritten(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()));
}

// A broken pipe must not end the host before its programs.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

void run();
