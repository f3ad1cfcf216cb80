// The real debug adapters with the debug configurations of launch plans.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { assertPresent } from '../../../../tools/setup/testRequirements.mjs';
import type { AdapterDebugPlan } from '../../../../src/launch/launchPlan.ts';
import {
  type AdapterFact,
  readAdapterMessage,
} from '../../../../src/vscode/debug/adapter/adapterMessages.ts';
import { environmentWith, planProgram } from '../../../../tools/fixtures/languages.ts';
import { ownEnvironment } from '../../../../tools/fixtures/processes/programs.ts';
import { temporaryFolder } from '../../../../tools/fixtures/temporaryFolder.ts';
import { until } from '../../../../tools/fixtures/waiting.ts';
import {
  type RealAdapter,
  type StartAdapter,
  startDebugpy,
  startDelve,
  startLldb,
} from './realAdapters.ts';

const limit = { timeout: 240_000 };
/** How long a build may take, in milliseconds. */
const buildTimeout = 45_000;

interface Language {
  readonly name: string;
  readonly type: string;
  readonly needs: readonly Parameters<typeof assertPresent>[0][];
  readonly start: StartAdapter;
  readonly configuration: (folder: string) => { type: string; [property: string]: unknown };
  readonly environment: () => Readonly<Record<string, string>>;
  /** The places where the program is about to exit; lines count from 1. */
  readonly exits: { readonly file: string; readonly line: number };
}

const languages: readonly Language[] = [
  {
    name: 'debugpy',
    type: 'debugpy',
    needs: ['debugpy'],
    start: startDebugpy,
    configuration: () => ({ type: 'python', program_path: 'python/app.py' }),
    environment: () => ownEnvironment,
    exits: { file: 'python/app.py', line: 16 },
  },
  {
    name: 'Delve',
    type: 'go',
    needs: ['go', 'delve'],
    start: startDelve,
    configuration: () => ({ type: 'go', program: 'go' }),
    environment: () => environmentWith('go', 'version'),
    exits: { file: 'go/main.go', line: 28 },
  },
  {
    name: 'LLDB',
    type: 'lldb',
    needs: ['cargo', 'lldb'],
    start: startLldb,
    configuration: (folder) => ({
      type: 'rust',
      working_directory: 'rust',
      cargo: { args: ['build'], executable_path: join(folder, 'rust/target/debug/app') },
    }),
    environment: () => environmentWith('cargo', '--version'),
    exits: { file: 'rust/src/main.rs', line: 24 },
  },
];

interface Debugged extends RealAdapter {
  /** The programs' files. */
  readonly folder: string;
  /** What the adapter reported of the program. */
  readonly facts: () => readonly AdapterFact[];
}

/** A program, built unless its adapter does that, with its adapter. */
async function debugged(
  context: TestContext,
  { configuration, environment, needs, start, type }: Language,
  args: readonly string[],
): Promise<Debugged> {
  for (const key of needs) assertPresent(key);
  const folder = await temporaryFolder(context);
  const sources = join(import.meta.dirname, '../../../editor/debuggers');
  await cp(sources, folder, { recursive: true });
  const request = { launchConfiguration: configuration(folder), args };
  const { debug } = planProgram(folder, request, environment());
  assert.ok(debug.kind === 'adapter');
  await build(debug);
  const adapter = await start(context, debug.configuration);
  const facts = (): readonly AdapterFact[] =>
    adapter.client.events.flatMap((event) => readAdapterMessage(event, type) ?? []);
  return { ...adapter, folder, facts };
}

async function build({ build: plan }: AdapterDebugPlan): Promise<void> {
  if (plan === undefined) return;
  const { args, command, environment, workingDirectory } = plan;
  await promisify(execFile)(command, args, {
    cwd: workingDirectory,
    env: environment,
    timeout: buildTimeout,
  });
}

/** All output, one stream after the other, whichever the adapter reports. */
function writtenIn(facts: readonly AdapterFact[]): string {
  const streams = ['stdout', 'stderr'].map((stream) =>
    facts.flatMap((fact) => (fact.kind === 'output' && fact.stream === stream ? [fact.text] : [])),
  );
  return streams.flat().join('').replaceAll('\r\n', '\n');
}

function exitCodesIn(facts: readonly AdapterFact[]): readonly (number | undefined)[] {
  return facts.flatMap((fact) => (fact.kind === 'exited' ? [fact.exitCode] : []));
}

for (const language of languages) {
  const { exits, name, type } = language;

  test(`${name} reports the output and the exit code of a program`, limit, async (context) => {
    const { client, facts, launch } = await debugged(context, language, ['exits', '3']);
    const over = client.waitForEvent('terminated');
    await Promise.all([client.configurationSequence(), client.launch(launch)]);
    await over;
    // Delve reports the exit code when it is disconnected.
    await client.leave();
    await until('both streams are reported', () =>
      [/^\d+ books$/m, /^to stderr$/m].every((form) => form.test(writtenIn(facts()))),
    );
    const [, pid] = /^(\d+) books$/m.exec(writtenIn(facts())) ?? [];
    assert.deepEqual(exitCodesIn(facts()).slice(0, 1), [3]);
    const told = facts().flatMap((fact) => (fact.kind === 'process' ? [fact.pid] : []));
    // Delve names the process from version 1.22 on; before that it is found by its executable.
    if (type !== 'go' || told.length > 0) assert.deepEqual(told, [Number(pid)]);
  });

  test(`${name} stops at a breakpoint, and continues to the end`, limit, async (context) => {
    const { client, facts, folder, launch } = await debugged(context, language, ['exits', '0']);
    const over = client.waitForEvent('terminated');
    const { file, line } = exits;
    await client.hitBreakpoint(launch, { path: join(folder, file), line });
    const [pause] = facts().filter((fact) => fact.kind === 'paused');
    assert.ok(pause?.kind === 'paused' && pause.threadId !== undefined);
    await client.continueRequest({ threadId: pause.threadId });
    await over;
    // Delve reports the exit code when it is disconnected.
    await client.leave();
    assert.deepEqual(exitCodesIn(facts()).slice(0, 1), [0]);
  });
}
