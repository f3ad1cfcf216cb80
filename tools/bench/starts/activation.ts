// How long the extension takes to be activated in the extension host of an editor, next to one that
// does nothing.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packagedExtension } from '../../editor/built.ts';
import { emptyExtension } from '../../editor/codeServer.ts';
import { startEditor } from '../../editor/editor.ts';
import { pollUntil } from '../../fixtures/waiting.ts';
import { quantile, type Result, result } from '../support/results.ts';

const rounds = 7;
const extensionPatience = 120_000;
const ours = 'ide-session-host.ide-session-host';
const trivial = 'ide-session-host-bench.trivial';

/** The milliseconds that each extension took in one extension host. */
type Times = Readonly<Record<typeof ours | typeof trivial, number>>;

/** Activates both before the editor does, and adds the times as a line to a file. */
const stopwatch = (file: string): string => `
const { appendFileSync } = require('node:fs');
const { extensions } = require('vscode');
exports.activate = async () => {
  const times = {};
  for (const id of ${JSON.stringify([trivial, ours])}) {
    const begun = performance.now();
    await extensions.getExtension(id).activate();
    times[id] = performance.now() - begun;
  }
  appendFileSync(${JSON.stringify(file)}, JSON.stringify(times) + '\\n');
};
`;

/** Loads the extension's code and calls `activate()`, in a new extension host for each round. */
export async function measureActivation(folder: string): Promise<Result[]> {
  const file = join(folder, 'activations.jsonl');
  const extensions = [
    emptyExtension,
    await writeExtension(folder, 'trivial', 'onStartupFinished', 'exports.activate = () => {};\n'),
    await writeExtension(folder, 'stopwatch', '*', stopwatch(file)),
  ];
  const editor = await startEditor({ packages: [packagedExtension], extensions });
  try {
    // The first round warms the caches.
    for (let round = 0; round <= rounds; round++) {
      if (round > 0) await editor.page.reload({ timeout: extensionPatience });
      await pollUntil(
        'both are activated',
        extensionPatience,
        async () => (await readTimes(file)).length > round,
      );
    }
  } finally {
    await editor.close();
  }
  const times = (await readTimes(file)).slice(1);
  const median = (id: keyof Times): number =>
    quantile(
      times.map((one) => one[id]),
      0.5,
    );
  const name = 'to activate the extension in an editor, next to one that does nothing, p50';
  return [result(name, median(ours), median(trivial))];
}

async function readTimes(file: string): Promise<readonly Times[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Times);
}

/** Writes an extension with this code; returns its folder. */
async function writeExtension(
  parent: string,
  name: string,
  activationEvent: string,
  code: string,
): Promise<string> {
  const folder = join(parent, name);
  await mkdir(folder);
  const manifest = {
    name,
    publisher: 'ide-session-host-bench',
    version: '0.0.0',
    engines: { vscode: '^1.90.0' },
    main: './extension.js',
    activationEvents: [activationEvent],
  };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'extension.js'), code);
  return folder;
}
