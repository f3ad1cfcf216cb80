// The C# KubernetesClient, with which Aspire itself talks to DCP, against the built host.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import * as z from 'zod/mini';
import { startApiHost } from '../../../tools/fixtures/api/apiHost.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { writeProgram } from '../../../tools/fixtures/processes/samplePrograms.ts';

const run = promisify(execFile);
const sample = join(import.meta.dirname, '../../fixtures/kubernetesClient');

const stepSchema = z.object({ step: z.string(), seen: z.unknown() });

test('KubernetesClient lists, creates, watches, changes and deletes sessions', async (context) => {
  const fixture = await DotnetFixture.of(context);
  const project = fixture.path('sample');
  await cp(sample, project, { recursive: true });
  const { environment: env } = fixture;
  await run('dotnet', ['build', '--output', fixture.path('built')], { cwd: project, env });

  const { cli, kubeconfig } = await startApiHost(context);
  const script_path = await writeProgram(cli.folder, 'short');
  const configurations = JSON.stringify([{ type: 'node', script_path }]);
  const program = fixture.path('built', 'KubernetesClientSample.dll');
  const { stdout } = await run('dotnet', [program, kubeconfig, configurations], { env });
  const lines = stdout.trimEnd().split('\n');
  const steps = new Map(
    lines.map((line) => stepSchema.parse(JSON.parse(line))).map(({ seen, step }) => [step, seen]),
  );

  assert.match(String(steps.get('version')), /^v1\.32\.0\+/);
  assert.deepEqual(steps.get('list'), { Kind: 'IdeSessionList', Count: 0, hasVersion: true });
  const created = steps.get('create') as {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
  };
  assert.match(created.name, /^sharp-[a-z0-9]+$/);
  assert.equal(created.labels['from'], 'sharp');
  assert.equal(created.labels['usvc-dev.developer.microsoft.com/origin'], 'api');
  assert.deepEqual(steps.get('ended'), { State: 'Stopped', ExitCode: 3 });
  assert.equal(steps.get('conflict'), 'Conflict');
  assert.deepEqual(steps.get('invalid'), {
    Reason: 'Invalid',
    fields: ['spec.launchConfigurations'],
  });
  const events = steps.get('events') as readonly string[];
  assert.ok(events.includes('Modified Running'), events.join(', '));
  assert.equal(events.at(-1), 'Deleted Stopped');
  assert.equal(steps.get('gone'), 404);
});
