// @ts-check
// Makes a fresh clone ready to build and test. Plain JavaScript, because nothing is installed before it has run.

import { parseArgs } from 'node:util';

const oldestNode = 20;
const runningNode = Number(process.versions.node.split('.')[0]);
if (runningNode < oldestNode) {
  console.error(`Setup needs Node ${oldestNode} or newer, and runs on ${process.versions.node}.`);
  process.exit(1);
}

const { formatElapsed, Interrupted, SetupError } = await import('../tools/setup/command.mjs');
const { planDependencies } = await import('../tools/setup/dependencies.mjs');
const { runScript } = await import('../tools/setup/followUp.mjs');
const { missingRequirements } = await import('../tools/setup/requirements.mjs');
const { planPackages } = await import('../tools/setup/system.mjs');
const { performTasks } = await import('../tools/setup/tasks.mjs');
const { missingTestRequirements } = await import('../tools/setup/testRequirements.mjs');
const { planTools } = await import('../tools/setup/tools.mjs');

const usage = `Usage: node scripts/setup.mjs [--only <step>]... [-- <script> [arguments]]

Makes a fresh clone ready. Each step does nothing if its work is already done, and an interrupted one can be run again.

  dependencies  installs node_modules as package-lock.json says, Node for the scripts included
  system        on Debian as root, installs the packages that everything needs; else says which are missing
  languages     on Debian as root, installs the languages and debuggers of the tests; else says which are missing
  tools         installs code-server and Node 20, once for all checkouts of this user
  aspire        installs the Aspire CLI, once for all checkouts of this user, and downloads Aspire's packages

  --only <step> does this step only; may be given more than once
  -- <script>   afterwards runs a script of the project on the project's own Node, for example:
                node scripts/setup.mjs -- scripts/test.ts
`;

const steps = ['dependencies', 'system', 'languages', 'tools', 'aspire'];

/** @param {string[]} commandLine */
function parse(commandLine) {
  const separator = commandLine.indexOf('--');
  const own = separator < 0 ? commandLine : commandLine.slice(0, separator);
  const script = separator < 0 ? [] : commandLine.slice(separator + 1);
  const { values } = parseArgs({
    args: own,
    options: { only: { type: 'string', multiple: true }, help: { type: 'boolean', short: 'h' } },
  });
  for (const step of values.only ?? []) {
    if (!steps.includes(step)) throw new Error(`There is no step "${step}".`);
  }
  return { only: values.only, help: values.help, script };
}

/** @param {readonly string[]} chosen */
async function setUp(chosen) {
  const started = Date.now();
  const packages = [
    ...(chosen.includes('system') ? missingRequirements() : []),
    ...(chosen.includes('languages') ? missingTestRequirements() : []),
  ];
  const tasks = [
    ...(chosen.includes('dependencies') ? planDependencies() : []),
    ...planPackages(packages),
    ...(chosen.includes('tools') ? planTools(['code-server', 'node-20']) : []),
    ...(chosen.includes('aspire') ? planTools(['aspire']) : []),
  ];
  await performTasks(tasks);
  const duration = tasks.length === 0 ? '' : `, after ${formatElapsed(started)}`;
  console.log(`Everything is set up${duration}.`);
}

/** @returns {Promise<number>} the exit code */
async function main() {
  let options;
  try {
    options = parse(process.argv.slice(2));
  } catch (error) {
    console.error(`${/** @type {Error} */ (error).message}\n\n${usage}`);
    return 2;
  }
  if (options.help) {
    console.log(usage);
    return 0;
  }
  try {
    await setUp(options.only ?? steps);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`\nSetup did not finish. ${error.message}`);
    return error instanceof Interrupted ? error.exitCode : 1;
  }
  if (options.script.length > 0) return runScript(options.script);
  return 0;
}

process.exitCode = await main();
