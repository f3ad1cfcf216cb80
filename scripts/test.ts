// Everything that must hold: the static checks, then all suites, those in a real VS Code included: npm test

import { filesBelow } from './checks/files.ts';
import { staticChecks } from './checks/staticChecks.ts';
import { runTool } from './checks/tool.ts';
import { startCompiler } from './compiler.ts';
import { runTestFiles } from './testRun.ts';

const total = { passed: 0, failed: 0 };

function count(name: string, isPassed: boolean, output: string): void {
  total[isPassed ? 'passed' : 'failed'] += 1;
  console.log(`${isPassed ? '✔' : '✖'} ${name}`);
  if (!isPassed) console.log(output);
}

console.log('Static checks');
for (const check of staticChecks) {
  const { isPassed, output } = await check.run();
  count(check.name, isPassed, output);
}
for (const script of ['package', 'build:tests']) {
  const { isPassed, output } = await runTool('npm', ['run', script]);
  count(script, isPassed, output);
}

// As users have it: compiling is so much shorter that the machine's own wish to the contrary doesn't count.
process.env['UseSharedCompilation'] = 'true';
const compiler = await startCompiler();

const all = filesBelow('test', '.test.ts').filter((file) => !file.includes('/node_modules/'));
const isInEditor = (file: string): boolean => file.startsWith('test/editor/');
const inEditor = all.filter((file) => isInEditor(file) && !file.startsWith('test/editor/suites/'));
// Those in an editor take longest: begun first, they leave the short ones to fill the rest.
const files = [...inEditor, ...all.filter((file) => !isInEditor(file))];
console.log(`\nTests: ${files.length} files, ${inEditor.length} of them in a real VS Code`);
const { passed, failed } = await runTestFiles(files);
total.passed += passed;
total.failed += failed;
await compiler.end();

console.log(`\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;
