// The agent in a program that is compiled without its project, which is fast.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import {
  type AgentReport,
  AgentReports,
  formatAgentUpdates,
} from '../../../src/dotnet/hotReload/agentMessages.ts';
import { prepareAgent } from '../../../src/dotnet/hotReload/agentProgram.ts';
import { compileOnce } from '../../../src/dotnet/hotReload/sdkCompiler.ts';
import { openLocalSocket, toPipeName } from '../../../src/dotnet/hotReload/localSocket.ts';
import { runDotnet } from '../../../src/dotnet/sdk/sdk.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { DotnetFixture } from '../../../tools/fixtures/dotnet/dotnetFixture.ts';
import { noWatchdog } from '../../../tools/fixtures/processes/noWatchdog.ts';
import { until } from '../../../tools/fixtures/waiting.ts';

const sources = join(import.meta.dirname, '../../../media/hotReload');

/** Writes the id of its module, and ends with 3 when it may read a line. Its handler of updates reads one, too. */
const code = `[assembly: System.Reflection.Metadata.MetadataUpdateHandler(typeof(Handler))]

namespace System.Reflection.Metadata
{
    sealed class MetadataUpdateHandlerAttribute : System.Attribute
    {
        public MetadataUpdateHandlerAttribute(System.Type type) { }
    }
}

static class Handler
{
    public static System.Threading.ManualResetEvent Wait = new System.Threading.ManualResetEvent(false);

    public static void UpdateApplication(System.Type[] types) => Wait.WaitOne();
}

class Program
{
    static int Main()
    {
        System.Console.WriteLine(typeof(Program).Module.ModuleVersionId);
        System.Console.ReadLine();
        Handler.Wait.Set();
        System.Console.ReadLine();
        System.Console.WriteLine("done");
        return 3;
    }
}
`;

/** Compiles the program and returns its path. */
async function compileProgram(fixture: DotnetFixture): Promise<string> {
  const { stdout } = await runDotnet(['--list-sdks'], fixture.folder, fixture.dotnet);
  const [, version = '', root = ''] = /^(\S+) \[(.+)\]/m.exec(stdout) ?? [];
  const sdk = join(root, version);
  const program = fixture.path('program.dll');
  const framework = { name: 'Microsoft.NETCore.App', version: '8.0.0' };
  const settings = { runtimeOptions: { framework, rollForward: 'Major' } };
  await fixture.write('program.runtimeconfig.json', JSON.stringify(settings));
  const input = {
    files: [await fixture.write('Program.cs', code)],
    compiler: join(sdk, 'Roslyn', 'bincore'),
    options: [`-nologo -target:exe -r:"${join(sdk, 'ref', 'netstandard.dll')}"`],
  };
  await compileOnce(program, async () => input, fixture.dotnet, undefined);
  return program;
}

test('an agent names the handler that it calls, and what it cannot apply or read does not end its program', async (context) => {
  const fixture = await DotnetFixture.of(context);
  const agent = await prepareAgent(sources, fixture.dotnet);
  const assembly = await compileProgram(fixture);
  const { address, folder, server } = await openLocalSocket('ide-session-host-agent-', noWatchdog);
  afterTest(context, () => folder.remove());
  afterTest(context, () => server.close());
  const program = spawn('dotnet', ['exec', assembly], {
    cwd: dirname(assembly),
    env: {
      ...fixture.environment,
      DOTNET_STARTUP_HOOKS: agent,
      IDE_SESSION_HOST_HOT_RELOAD: toPipeName(address),
    },
  });
  afterTest(context, () => program.kill('SIGKILL'));
  let output = '';
  for (const stream of [program.stdout, program.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const exited = once(program, 'close');
  const sockets: Socket[] = [];
  server.on('connection', (socket) => void sockets.push(socket));
  await until('the agent connects', () => sockets.length > 0);
  const [socket] = sockets;
  assert.ok(socket);
  const closed = once(socket, 'close');
  const reports = new AgentReports();
  const received: AgentReport[] = [];
  socket.on('data', (chunk) => received.push(...reports.read(chunk)));
  await until('it writes its id', () => output.includes('\n'));

  const update = { assembly: 'program', metadataDelta: '', ilDelta: '', pdbDelta: '' };
  const moduleId = output.trim();
  socket.write(formatAgentUpdates([{ ...update, moduleId, updatedTypes: [] }]));
  await until('it answers', () => received.length === 2);
  assert.deepEqual(
    received.map(({ kind }) => kind),
    ['ready', 'failed'],
  );

  // Without an update, the handlers are called nevertheless.
  socket.write(Buffer.from([0, 0, 0, 0]));
  const handler = { kind: 'calling', text: 'Handler.UpdateApplication' } as const;
  await until('it calls the handler', () => received.at(-1)?.text === handler.text);
  program.stdin.write('\n');
  await until('the handler returns', () => received.at(-1)?.kind === 'applied');
  assert.deepEqual(received.slice(-2), [handler, { kind: 'applied', text: '' }]);

  // A negative number of updates.
  socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff]));
  await closed;
  program.stdin.end('\n');
  assert.deepEqual(await exited, [3, null]);
  assert.equal(output, `${moduleId}\ndone\n`);
});
