import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArguments } from '../../src/cli/arguments.ts';
import { startCli } from '../../tools/fixtures/processes/cli.ts';

const noRules = { idleStop: undefined, timeToLive: undefined, maxSessions: undefined };

const defaults = {
  kind: 'serve',
  json: false,
  workspace: '/here',
  port: 0,
  linger: 60_000,
  lifecycle: noRules,
  keep: false,
  hotReload: false,
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
    '--api',
    '--kubeconfig',
    'config',
    '--hot-reload',
    '--keep',
    '--verbose',
  ];
  const expected = {
    kind: 'serve',
    json: true,
    workspace: '/there',
    port: 8443,
    api: { kubeconfig: 'config' },
    linger: 5_000,
    lifecycle: noRules,
    keep: true,
    hotReload: true,
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

test('the rules for sessions are off unless they are chosen', () => {
  const rules = ['--idle-stop', '30m', '--time-to-live=8h', '--max-sessions', '20'];
  assert.deepEqual(
    parseArguments(['serve', ...rules], () => '/here'),
    {
      ...defaults,
      lifecycle: { idleStop: 1_800_000, timeToLive: 28_800_000, maxSessions: 20 },
      command: [],
    },
  );
  assert.deepEqual(
    parseArguments(['serve', '--max-sessions', '0'], () => '/here'),
    { ...defaults, command: [] },
  );
});

test('several projects can be kept prepared', () => {
  assert.deepEqual(
    parseArguments(
      ['serve', '--prebuild', 'Shop', '--prebuild', 'Tool/Tool.csproj'],
      () => '/here',
    ),
    { ...defaults, prebuild: ['Shop', 'Tool/Tool.csproj'], command: [] },
  );
  assert.throws(() => parseArguments(['serve', '--prebuild', '--api'], () => '/here'), {
    message: /--prebuild needs a value/,
  });
});

test('everything after -- is the command', () => {
  const command = ['app', '--json', '--port', 'x', '--', 'serve', ''];
  assert.deepEqual(
    parseArguments(['serve', '--', ...command], () => '/here'),
    { ...defaults, command },
  );
});

test('--workspace and --state need a value that is no option', () => {
  for (const option of ['--workspace', '--state']) {
    assert.throws(() => parseArguments(['serve', option, '--json'], () => '/here'), {
      code: 'WrongUsage',
      message: `${option} needs a value, not the option '--json'. See ide-session-host --help.`,
    });
  }
});

const wrong: Readonly<Record<string, readonly string[]>> = {
  'no command': [],
  'another command': ['begin'],
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
  'a time without a number': ['serve', '--idle-stop', 'soon'],
  'no time at all': ['serve', '--time-to-live', '0'],
  'a time above the maximum': ['serve', '--idle-stop', '169h'],
  'a maximum that is not a number': ['serve', '--max-sessions', 'few'],
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

test('serve takes a cluster and the name of the host', () => {
  const words = [
    'serve',
    '--from-kubeconfig',
    'config',
    '--context',
    'main',
    '--host-name',
    'desk',
  ];
  const parsed = parseArguments(words, () => '/folder');
  assert.deepEqual(parsed.kind === 'serve' && parsed.cluster, {
    kubeconfig: 'config',
    context: 'main',
    hostName: 'desk',
    isPluginAllowed: false,
  });
  const allowed = parseArguments([...words, '--allow-credential-plugin'], () => '/folder');
  assert.equal(allowed.kind === 'serve' && allowed.cluster?.isPluginAllowed, true);
});

for (const [problem, ...words] of [
  ['--context needs --from-kubeconfig', '--context', 'main'],
  ['--host-name needs --from-kubeconfig', '--host-name', 'desk'],
  ['--allow-credential-plugin needs --from-kubeconfig', '--allow-credential-plugin'],
  ['--host-name takes letters', '--from-kubeconfig', 'config', '--host-name', 'not a name'],
] as const) {
  test(`serve refuses ${words.join(' ')}`, () => {
    assert.throws(
      () => parseArguments(['serve', ...words], () => '/folder'),
      ({ message }: Error) => message.startsWith(problem),
    );
  });
}

test('a usage error exits with 2 and an error on stderr', async (context) => {
  const cli = await startCli(context, ['serve', '--jason']);
  assert.deepEqual(await cli.exited, { code: 2, signal: null });
  assert.equal(cli.stdout, '');
  assert.match(cli.stderr, /^[^\n]*--jason[^\n]* See ide-session-host --help\.\n$/);
});

test('serve --help prints its usage regardless of other arguments', async (context) => {
  const cli = await startCli(context, ['serve', '--json', '--help']);
  assert.deepEqual(await cli.exited, { code: 0, signal: null });
  assert.match(cli.stdout, /^Usage: ide-session-host serve \[options\] \[-- COMMAND ARGS…\]\n/);
  for (const option of ['--json', '--workspace', '--port', '--state', '--linger', '--verbose']) {
    assert.ok(cli.stdout.includes(`  ${option} `), option);
  }
  assert.equal(cli.stderr, '');
});

test('--help lists the commands', async (context) => {
  const cli = await startCli(context, ['--help']);
  assert.deepEqual(await cli.exited, { code: 0, signal: null });
  assert.match(cli.stdout, /^Usage: ide-session-host COMMAND \[options\]\n/);
  for (const command of ['serve', 'hosts', 'info', 'env', 'report', 'completion']) {
    assert.match(cli.stdout, new RegExp(`^  ${command} `, 'm'));
  }
  assert.doesNotMatch(cli.stdout, /--json/);
});

const others: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  'an option of serve before another command': [
    'The option --json belongs to serve. See ide-session-host hosts --help.',
    ['--json', 'hosts'],
  ],
  'arguments after -- of a command that takes none': [
    'hosts takes nothing after --. See ide-session-host hosts --help.',
    ['hosts', '--', 'ls'],
  ],
  'an output that does not exist': [
    "--output takes json, yaml, wide or name, not 'xml'. See ide-session-host hosts --help.",
    ['hosts', '-o', 'xml'],
  ],
  'a shell without completion': [
    "SHELL is bash, zsh or fish, not 'csh'. See ide-session-host completion --help.",
    ['completion', 'csh'],
  ],
  'a misspelled command': [
    "Unknown command 'host' (did you mean hosts?). See ide-session-host --help.",
    ['host'],
  ],
};
for (const [what, [message, args]] of Object.entries(others)) {
  test(`${what} is refused, and the message refers to the help of the command`, () => {
    assert.throws(() => parseArguments(args, () => '/here'), { code: 'WrongUsage', message });
  });
}

test('a host is chosen by --host, and the output by -o', () => {
  assert.deepEqual(
    parseArguments(['info', '--host', '123', '-o', 'yaml'], () => '/here'),
    { kind: 'info', host: '123', format: 'yaml' },
  );
  assert.deepEqual(
    parseArguments(['env', '--mode', 'Debug'], () => '/here'),
    { kind: 'env', host: undefined, mode: 'Debug', format: 'shell' },
  );
  assert.deepEqual(
    parseArguments(['report', '--host', '/shop', '--file', 'report.md'], () => '/here'),
    { kind: 'report', host: '/shop', file: 'report.md', output: 'no output' },
  );
  assert.deepEqual(
    parseArguments(['report', '--with-output'], () => '/here'),
    { kind: 'report', host: undefined, file: undefined, output: 'last output' },
  );
});

test('--version prints the version and nothing else', async (context) => {
  const cli = await startCli(context, ['--version']);
  assert.deepEqual(await cli.exited, { code: 0, signal: null });
  assert.match(cli.stdout, /^\d+\.\d+\.\d+\n$/);
});
