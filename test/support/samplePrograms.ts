import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Programs for sessions, by what they do. */
const programs = {
  /** Says something on both streams and exits with 3. */
  short: `console.log('out é'); console.error('err'); process.exitCode = 3;`,
  /** Writes 20,000 numbered lines, and ends some time after. */
  lengthy: `
    let text = '';
    for (let line = 0; line < 20000; line++) text += 'line ' + line + '\\n';
    process.stdout.write(text);
    setTimeout(() => {}, 500);`,
  /** Runs until it is told to end, and says so then. */
  polite: `
    process.on('SIGTERM', () => { console.log('leaving'); process.exit(0); });
    setInterval(() => {}, 1000);
    console.log('ready');`,
  /** Heeds no signal, and neither does its child; says the ids of both. */
  stubborn: `
    const { spawn } = require('node:child_process');
    const ignore = "for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(name, () => {});";
    const child = spawn(process.execPath, ['-e', ignore + 'setInterval(() => {}, 1000); console.log(1)'],
      { stdio: ['ignore', 'pipe', 'inherit'] });
    for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(name, () => {});
    child.stdout.once('data', () => console.log(JSON.stringify([process.pid, child.pid])));`,
  /** Writes without end, some megabytes in a second. */
  flooding: `setInterval(() => process.stdout.write(('x'.repeat(99) + '\\n').repeat(200)), 10);`,
  /** Has a child that leads a process group of its own; says the ids of both. */
  divided: `
    const { spawn } = require('node:child_process');
    const child = spawn('sleep', ['60'], { stdio: 'ignore', detached: true });
    setInterval(() => {}, 1000);
    console.log(JSON.stringify([process.pid, child.pid]));`,
  /** Leaves a file named like its process id in the folder that it was given, and stays. */
  marking: `
    require('node:fs').writeFileSync(process.argv[2] + '/' + process.pid, '');
    setInterval(() => {}, 1000);`,
  /** Writes the version of the Node that runs it. */
  version: `console.log(process.version);`,
  /** Writes its variables as JSON. */
  environment: `console.log(JSON.stringify(process.env));`,
} as const;

/** Writes one of the programs into a folder and gives its path. */
export async function writeProgram(folder: string, name: keyof typeof programs): Promise<string> {
  const path = join(folder, `${name}.js`);
  await writeFile(path, programs[name]);
  return path;
}
