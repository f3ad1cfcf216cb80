import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseArguments } from '../../src/cli/arguments.ts';

function parse(...args: readonly string[]): unknown {
  const invocation = parseArguments(['sessions', ...args], () => '/here');
  assert.equal(invocation.kind, 'sessions');
  return invocation.kind === 'sessions' ? invocation.command : undefined;
}

test('sessions can be listed, chosen and watched', () => {
  const options = { all: false, format: 'table', watch: false };
  assert.deepEqual(parse('list'), { name: 'list', options });
  assert.deepEqual(parse('list', '--all'), { name: 'list', options: { ...options, all: true } });
  assert.deepEqual(parse('list', '-o', 'wide', '-w', '-l', 'a=b', '--timeout', '5m'), {
    name: 'list',
    options: { ...options, format: 'wide', watch: true, selector: 'a=b', timeout: 300_000 },
  });
  assert.deepEqual(parse('get', 'a', 'b', '--host', '7'), {
    name: 'get',
    options: { format: 'table', watch: false, names: ['a', 'b'], host: '7' },
  });
  assert.deepEqual(parse('watch', 'a', '-o', 'json'), {
    name: 'watch',
    options: { format: 'json', name: 'a' },
  });
});

test('a session is started with variables, and with arguments after --', () => {
  assert.deepEqual(
    parse('start', 'app.js', '-e', 'A=1', '--env', 'B=2=3', '--debug', '--', '-x', '--', ''),
    {
      name: 'start',
      options: {
        target: 'app.js',
        env: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2=3' },
        ],
        args: ['-x', '--', ''],
        debug: true,
        detach: false,
        format: 'name',
      },
    },
  );
});

test('a session is stopped by name, or all are', () => {
  assert.deepEqual(parse('stop', 'a'), {
    name: 'stop',
    options: { names: ['a'], all: false, wait: true },
  });
  assert.deepEqual(parse('stop', '--all', '--no-wait'), {
    name: 'stop',
    options: { names: [], all: true, wait: false },
  });
});

test('a log is printed as a whole, or followed from its last lines', () => {
  const options = {
    name: 'a',
    follow: false,
    source: 'all',
    timestamps: false,
    lineNumbers: false,
  };
  assert.deepEqual(parse('logs', 'a'), { name: 'logs', options });
  assert.deepEqual(
    parse('logs', 'a', '-f', '--tail', '5', '--source', 'stderr', '--timestamps', '--line-numbers'),
    {
      name: 'logs',
      options: {
        name: 'a',
        follow: true,
        tail: 5,
        source: 'stderr',
        timestamps: true,
        lineNumbers: true,
      },
    },
  );
});

const wrong: Readonly<Record<string, readonly [string, string]>> = {
  'no command': ['No command was given. See ide-session-host sessions --help.', ''],
  'a misspelled command': [
    "Unknown command 'lst' (did you mean list?). See ide-session-host sessions --help.",
    'lst',
  ],
  'no session to show': [
    "Missing required argument 'NAME'. See ide-session-host sessions get --help.",
    'get',
  ],
  'several sessions to watch': [
    '--watch takes one session only. See ide-session-host sessions get --help.',
    'get a b -w',
  ],
  'nothing to start': [
    'Name either a target, or a file with -f. See ide-session-host sessions start --help.',
    'start',
  ],
  'a target and a file': [
    'Name either a target, or a file with -f. See ide-session-host sessions start --help.',
    'start a -f b',
  ],
  'arguments for a file': [
    'Arguments of a file are in the file, not after --. See ide-session-host sessions start --help.',
    'start -f b -- x',
  ],
  'an output without --detach': [
    '--output needs --detach. See ide-session-host sessions start --help.',
    'start a -o json',
  ],
  'a variable without a value': [
    '--env takes NAME=VALUE. See ide-session-host sessions start --help.',
    'start a -e A',
  ],
  'nothing to stop': [
    'Name the sessions to stop, or use --all. See ide-session-host sessions stop --help.',
    'stop',
  ],
  'all sessions and a name': [
    'Name the sessions to stop, or use --all. See ide-session-host sessions stop --help.',
    'stop a --all',
  ],
  'no last lines': [
    "--tail takes a number of lines from 1, not '0'. See ide-session-host sessions logs --help.",
    'logs a --tail 0',
  ],
  'a time limit of more than a week': [
    "--timeout takes a time up to a week such as 30s, not '200h'. See ide-session-host sessions list --help.",
    'list --timeout 200h',
  ],
};
for (const [what, [message, args]] of Object.entries(wrong)) {
  test(`${what} is refused, and the message refers to the help of the command`, () => {
    assert.throws(() => parse(...args.split(' ').filter(Boolean)), { code: 'WrongUsage', message });
  });
}

test('one session is recreated, and followed if asked for', () => {
  assert.deepEqual(parse('recreate', 'web'), {
    name: 'recreate',
    options: { follow: false, name: 'web' },
  });
  assert.deepEqual(parse('recreate', 'web', '-f', '--timeout', '2m'), {
    name: 'recreate',
    options: { follow: true, name: 'web', timeout: 120_000 },
  });
});
