import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArguments, usage } from '../../src/cli/arguments.ts';
import { startCli } from '../../tools/fixtures/processes/cli.ts';

const defaults = {
  kind: 'serve',
  json: false,
  workspace: '/here',
  port: 0,
  linger: 60_000,
  verbose: false,
};

test('serve uses the current folder and a free port by default', () => {
  assert.deepEqual(
    parseArguments(['serve'], () => '/here'),
    { ...defaults, command: [] },
  );
});

test('every option is accepted before and after the command', () => {
  const options = [
    '--json',
    '--workspace',
    '/there',
    '--port',
    '8443',
    '--linger',
    '5',
    '--verbose',
  ];
  const expected = {
    kind: 'serve',
    json: true,
    workspace: '/there',
    port: 8443,
    linger: 5_000,
    verbose: true,
    command: [],
  };
  assert.deepEqual(
    parseArguments(['serve', ...options], () => '/here'),
    expected,
  );
  assert.deepEqual(
    parseArguments([...options, 'serve'], () => '/here'),
    expected,
  );
});

test('everything after -- is the command', () => {
  const command = ['app', '--json', '--port', 'x', '--', 'serve', ''];
  assert.deepEqual(
    parseArguments(['serve', '--', ...command], () => '/here'),
    { ...defaults, command },
  );
});

const wrong: Readonly<Record<string, readonly string[]>> = {
  'no command': [],
  'another command': ['start'],
  'two commands': ['serve', 'serve'],
  'a command in upper case': ['SERVE'],
  'an unknown option': ['serve', '--jason'],
  'an option without its value': ['serve', '--port'],
  'a value for an option that takes none': ['serve', '--json=yes'],
  'a port that is not a number': ['serve', '--port', 'http'],
  'a port below the minimum': ['serve', '--port=-1'],
  'a port above the maximum': ['serve', '--port', '65536'],
  'a linger time that is not a number': ['serve', '--linger', 'long'],
  'a linger time below the minimum': ['serve', '--linger=-1'],
  'a linger time above the maximum': ['serve', '--linger', '604801'],
  'half a port': ['serve', '--port', '80.5'],
  'the command without its --': ['serve', 'node', 'app.js'],
};
for (const [what, args] of Object.entries(wrong)) {
  test(`${what} is a usage error, and the message refers to the help`, () => {
    assert.throws(() => parseArguments(args, () => '/here'), {
      code: 'WrongUsage',
      message: /\. See ide-session-host --help\.$/,
    });
  });
}

test('a usage error exits with 2 and an error on stderr', async (context) => {
  const cli = await startCli(context, ['serve', '--jason']);
  assert.deepEqual(await cli.exited, { code: 2, signal: null });
  assert.equal(cli.stdout, '');
  assert.match(cli.stderr, /^[^\n]*--jason[^\n]* See ide-session-host --help\.\n$/);
});

test('--help prints the usage regardless of other arguments', async (context) => {
  const cli = await startCli(context, ['serve', '--json', '--help']);
  assert.deepEqual(await cli.exited, { code: 0, signal: null });
  assert.equal(cli.stdout, usage);
  assert.equal(cli.stderr, '');
});

test('--version prints the version and nothing else', async (context) => {
  const cli = await startCli(context, ['--version']);
  assert.deepEqual(await cli.exited, { code: 0, signal: null });
  assert.match(cli.stdout, /^\d+\.\d+\.\d+\n$/);
});
