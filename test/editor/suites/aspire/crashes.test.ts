import assert from 'node:assert/strict';
import type { Executable } from '../../../../tools/fixtures/aspire/kubectl.ts';
import { startedProcesses } from '../blazor/leftovers.ts';
import { answerOf, executableOf, runInTerminal, useFixture } from './fixture.ts';

const appHostProgram = /AppHost\/bin\/Debug\/net10\.0\/AppHost/;
const isRunning = ({ state }: Executable): boolean => state === 'Running';

function crash(pattern: RegExp): void {
  const found = startedProcesses().filter(({ commandLine }) => pattern.test(commandLine));
  assert.ok(found.length > 0, `No process matches ${pattern}.`);
  for (const { pid } of found) process.kill(pid, 'SIGKILL');
}

describe('A crash of the real Aspire', () => {
  const fixture = useFixture();

  it('that ends an AppHost with twelve projects ends their sessions', async () => {
    const { view } = fixture;
    const projects = Array.from({ length: 12 }, (_, index) => `project${index + 1}`);
    const terminal = runInTerminal(...projects);
    for (const project of projects) {
      assert.ok((await executableOf(view, project, 'runs', isRunning)).isIde, project);
    }
    for (const project of projects) {
      assert.equal(await answerOf(view, project), `hello from ${project}`);
    }
    crash(appHostProgram);
    await view.ended();
    terminal.dispose();
  });
});
