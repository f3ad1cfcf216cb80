import assert from 'node:assert/strict';
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { HostSettings } from '../../../src/host/settings.ts';
import type * as Fixture from '../../../src/host/replay/fixture.ts';
import { formatExpected, formatInputs } from '../../../src/host/replay/fixture.ts';
import { formatOutputs, listOutputs } from '../../../src/host/replay/outputs.ts';
import { sessionErrors } from '../../../src/sessions/errors.ts';
import type * as Recorder from '../../../src/trace/traceRecorder.ts';
import { parseTrace, type Trace } from '../../../src/trace/traceText.ts';
import type * as Endpoint from '../../../tools/fixtures/endpoint/endpointFixture.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import type { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { manualClockFromNow } from '../../../tools/fixtures/time/startingNow.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

/** No process has it, so that none of its connections keeps the session in use. */
const unusedPid = 999_999_999;
const root = join(import.meta.dirname, '../../..');

/** A defect that the sources once had. */
interface Defect {
  readonly file: string;
  readonly correct: string;
  readonly wrong: string;
  readonly settings: Partial<HostSettings>;
  /** What a user saw. */
  readonly act: (fixture: Endpoint.EndpointFixture, clock: ManualClock) => Promise<void>;
  /** An output of the defect, and what is there without it. */
  readonly failure: RegExp;
  readonly success: RegExp;
}

const defects: Readonly<Record<string, Defect>> = {
  'a session that never ran a program ends as if it had succeeded': {
    file: 'src/endpoint/delivery/notificationsOf.ts',
    correct: 'sessionTerminated(name, getExitCode(status))',
    wrong: 'sessionTerminated(name, status.exitCode)',
    settings: {},
    async act({ host, runner }) {
      const owner = { kind: 'controller', instanceId: 'mine' } as const;
      const launchConfiguration = { type: 'node', script_path: 'app.js' };
      const request = { launchConfiguration, env: [], desiredState: 'Running' } as const;
      const { name } = host.sessions.create(owner, request).metadata;
      await until('it runs', () => runner.find(name) !== undefined);
      runner.of(name).events.failed(sessionErrors.SessionHostCrashed());
    },
    failure: /sessionTerminated to controller-1$/m,
    success: /sessionTerminated to controller-1 exit code 1$/m,
  },
  'a session is treated as idle while its program is restarted': {
    file: 'src/sessions/lifecycle/lifecycle.ts',
    correct: '!isReplacing && canBeIdle(session)',
    wrong: 'canBeIdle(session)',
    settings: { lifecycle: { idleStop: 60_000 } },
    async act({ host, runner }, clock) {
      const launchConfiguration = { type: 'node', script_path: 'app.js' };
      const request = { launchConfiguration, env: [], desiredState: 'Running' } as const;
      const { name } = host.sessions.create({ kind: 'user' }, request).metadata;
      await until('it runs', () => runner.find(name) !== undefined);
      runner.of(name).events.started(unusedPid);
      runner.of(name).events.replacing?.();
      clock.advance(60_000);
      await until('it is to stop', () => host.sessions.get(name)?.spec.desiredState === 'Stopped');
    },
    failure: /stop requested/,
    success: /state Running wanted Running pid \d+$/m,
  },
};

/** Copies the sources with a defect, and returns what imports from the copy. */
async function breakSources(
  context: TestContext,
  { correct, file, wrong }: Pick<Defect, 'correct' | 'file' | 'wrong'>,
) {
  const folder = await temporaryFolder(context);
  for (const name of ['src', 'tools', 'package.json']) {
    cpSync(join(root, name), join(folder, name), { recursive: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  const broken = join(folder, file);
  const source = readFileSync(broken, 'utf8');
  assert.ok(source.includes(correct), `${file} has changed: say where the defect is now.`);
  writeFileSync(broken, source.replace(correct, wrong));
  return <Module>(path: string): Promise<Module> => import(pathToFileURL(join(folder, path)).href);
}

for (const [what, defect] of Object.entries(defects)) {
  test(`${what}: a trace of it is a test that fails until it is corrected`, async (context) => {
    const load = await breakSources(context, defect);
    const { openEndpoint } = await load<typeof Endpoint>(
      'tools/fixtures/endpoint/endpointFixture.ts',
    );
    const { TraceRecorder } = await load<typeof Recorder>('src/trace/traceRecorder.ts');
    const broken = await load<typeof Fixture>('src/host/replay/fixture.ts');

    const clock = manualClockFromNow();
    const trace = new TraceRecorder({ clock, version: '1.0.0' });
    const { settings } = defect;
    await defect.act(await openEndpoint(context, { clock, trace, settings }), clock);
    const recorded: Trace = { header: trace.header, records: trace.list() };
    const seen = formatOutputs(listOutputs(recorded.records));
    assert.match(seen, defect.failure);

    const inputs = parseTrace(formatInputs(recorded), 'inputs');
    const [failing, expected] = [await broken.formatExpected(inputs), await formatExpected(inputs)];
    assert.ok(failing.startsWith(seen), failing);
    assert.match(expected, defect.success);
    assert.doesNotMatch(expected, defect.failure);
  });
}

const ofBreakpoint = {
  file: 'src/wasm/debugProxy/relay/handlers/documents/documentChanges.ts',
  correct: 'readBreakpointId(answer.result) ?? ids.get(place)',
  wrong: 'readBreakpointId(answer.result) ?? place',
};

test('a breakpoint is removed by an id that its browser has not given it: a trace of F5 is a test that fails until it is corrected', async (context) => {
  const path = join(root, 'test/fixtures/traces/blazorSiteLeft.inputs.ndjson');
  const inputs = parseTrace(readFileSync(path, 'utf8'), path);
  const load = await breakSources(context, ofBreakpoint);
  const broken = await load<typeof Fixture>('src/host/replay/fixture.ts');
  const [failing, expected] = [await broken.formatExpected(inputs), await formatExpected(inputs)];
  // The browser has refused the breakpoint each time, since it knows the one that is there by another id.
  const attempts = (text: string) => text.match(/of its own, .* breakpoint-2$/gm)?.length ?? 0;
  assert.deepEqual([attempts(failing), attempts(expected)], [21, 1]);
  for (const text of [failing, expected]) {
    assert.match(text, /to debugger: answer to Debugger\.setBreakpointByUrl 1119 .* refused/);
  }
});
