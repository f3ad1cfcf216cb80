import assert from 'node:assert/strict';
import type { Executable } from '../../../aspire/kubectl.ts';
import type { AppView } from '../blazor/appView.ts';
import { startedProcesses } from '../blazor/leftovers.ts';
import { addressOf, executableOf, runInTerminal, useScene } from './scene.ts';

const appHostProgram = /AppHost\/bin\/Debug\/net10\.0\/AppHost/;
const isRunning = ({ state }: Executable): boolean => state === 'Running';

function crash(pattern: RegExp): void {
  const found = startedProcesses().filter(({ commandLine }) => pattern.test(commandLine));
  assert.ok(found.length > 0, `No process matches ${pattern}.`);
  for (const { pid } of found) process.kill(pid, 'SIGKILL');
}

async function assertAnswers(view: AppView, resource: string): Promise<void> {
  const answer = async (): Promise<string | undefined> => {
    const response = await fetch(`http://${await addressOf(resource)}/`).catch(() => undefined);
    return response?.ok === true ? response.text() : undefined;
  };
  assert.equal(await view.until(`the answer of ${resource}`, answer), `hello from ${resource}`);
}

describe('A crash of the real Aspire', () => {
  const scene = useScene();

  it('that takes an AppHost with twelve projects ends their sessions', async () => {
    const { view } = scene;
    const projects = Array.from({ length: 12 }, (_, index) => `project${index + 1}`);
    const terminal = runInTerminal(...projects);
    for (const project of projects) {
      assert.ok((await executableOf(view, project, 'runs', isRunning)).isIde, project);
    }
    for (const project of projects) await assertAnswers(view, project);
    crash(appHostProgram);
    await view.ended();
    terminal.dispose();
  });
});
