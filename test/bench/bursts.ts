import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectFolder } from '../../scripts/setup/node.mjs';
import { Controller } from '../controller/controller.ts';

const count = 100;
/** As many as the host starts at the same time. */
const width = 8;

/** How long a hundred programs take that are asked for at once, against running them by hand. */
export async function measureBursts() {
  const folder = await mkdtemp(join(tmpdir(), 'bench-bursts-'));
  const script = join(folder, 'program.js');
  await writeFile(script, 'console.log("ran");\n');
  const ours: number[] = [];
  const baseline: number[] = [];
  for (let round = 0; round < 3; round++) {
    ours.push(await bySessions(folder, script));
    baseline.push(await byHand(script));
  }
  await rm(folder, { recursive: true });
  const [a, b] = [Math.min(...ours), Math.min(...baseline)];
  return [{ what: `${count} programs at once, ms`, ours: a, baseline: b, ratio: a / b }];
}

async function bySessions(folder: string, script: string): Promise<number> {
  const cli = join(projectFolder, 'dist', 'cli.js');
  const args = [cli, 'serve', '--json', '--workspace', folder];
  const host = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = (await once(host.stdout, 'data')) as [Buffer];
  const { env } = JSON.parse(line.toString()) as { env: Record<string, string> };
  const controller = Controller.fromEnvironment(env);
  await controller.connect();
  const run = {
    launch_configurations: [{ type: 'node', mode: 'NoDebug', script_path: script }],
  } as const;
  const began = performance.now();
  const sessions = await Promise.all(
    Array.from({ length: count }, () =>
      controller.runSession({ launch_configurations: [...run.launch_configurations] }),
    ),
  );
  await Promise.all(sessions.map((session) => session.terminatedWithin(120_000)));
  const time = performance.now() - began;
  controller.assertClean();
  await controller.disconnect();
  host.kill('SIGTERM');
  await once(host, 'exit');
  return time;
}

async function byHand(script: string): Promise<number> {
  const began = performance.now();
  let left = count;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await promisify(execFile)(process.execPath, [script]);
  };
  await Promise.all(Array.from({ length: width }, worker));
  return performance.now() - began;
}
