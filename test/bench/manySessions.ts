import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { writeFile } from 'node:fs/promises';
import { defaultSettings } from '../../src/endpoint/settings.ts';
import { Controller } from '../controller/controller.ts';
import { startBuiltHost } from './builtHost.ts';
import { quantile, type Result, result } from './statistics.ts';

const counts = [100, 500];
const rounds = 3;

/** How long many short programs take as sessions, next to spawning them by hand at the same width. */
export async function measureManySessions(folder: string): Promise<Result[]> {
  const program = join(folder, 'empty.js');
  await writeFile(program, '');
  const results: Result[] = [];
  for (const count of counts) {
    const ours: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < rounds; round++) {
      ours.push(await asSessions(count, folder, program));
      bare.push(await byHand(count, program));
    }
    results.push(result(`${count} sessions at once`, quantile(ours, 0.5), quantile(bare, 0.5)));
  }
  return results;
}

async function asSessions(count: number, folder: string, script_path: string): Promise<number> {
  const host = await startBuiltHost(folder);
  const controller = Controller.fromEnvironment(host.variables);
  await controller.connect();
  const run = {
    launch_configurations: [{ type: 'node', script_path, mode: 'NoDebug' as const }],
  };
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: count }, async () => (await controller.runSession(run)).terminated),
  );
  const took = performance.now() - begun;
  controller.assertClean();
  await controller.disconnect();
  await host.end();
  return took;
}

async function byHand(count: number, program: string): Promise<number> {
  let left = count;
  const begun = performance.now();
  const worker = async (): Promise<void> => {
    while (left-- > 0) {
      await once(
        spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'pipe'] }),
        'close',
      );
    }
  };
  await Promise.all(Array.from({ length: defaultSettings.startWidth }, worker));
  return performance.now() - begun;
}
