import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import { builtCli, startCli } from '../../../tools/fixtures/processes/cli.ts';
import { temporaryFolder } from '../../../tools/fixtures/temporaryFolder.ts';
import { assertPresent } from '../../../tools/setup/testRequirements.mjs';

/** A folder with two files, and the command in PATH. */
interface ShellFixture {
  /** Runs a script by a shell, which knows the script of its completion. Returns the lines it prints. */
  readonly run: (shell: string, args: readonly string[]) => Promise<readonly string[]>;
  /** The file with the script of the completion. */
  readonly script: string;
}

async function prepare(context: TestContext, shell: string): Promise<ShellFixture> {
  const folder = await temporaryFolder(context);
  const commands = join(folder, 'bin');
  const runtime = join(folder, 'run');
  await Promise.all([mkdir(commands), mkdir(runtime, { mode: 0o700 })]);
  const command = `#!/bin/sh\nexec '${process.execPath}' '${builtCli()}' "$@"\n`;
  await writeFile(join(commands, 'ide-session-host'), command, { mode: 0o755 });
  await writeFile(join(folder, 'state.json'), '{}');
  const printed = await startCli(context, ['completion', shell]);
  assert.equal((await printed.exited).code, 0);
  const script = join(folder, 'script');
  await writeFile(script, printed.stdout);
  const env = {
    ...process.env,
    HOME: folder,
    XDG_RUNTIME_DIR: runtime,
    PATH: `${commands}${delimiter}${process.env['PATH']}`,
  };
  return {
    script,
    run: async (name, args) => {
      const { stdout } = await promisify(execFile)(name, args, { cwd: folder, env });
      return stdout.split(/\r?\n/).filter((line) => line !== '');
    },
  };
}

/** Lets bash complete words as readline does, by the function that is registered for the command. */
function bashLine(script: string, words: readonly string[]): string {
  const quoted = ['ide-session-host', ...words].map((word) => `'${word}'`).join(' ');
  return `source '${script}'
    compopt() { echo "compopt $*"; }
    COMP_WORDS=(${quoted}); COMP_CWORD=${words.length}
    $(complete -p ide-session-host | sed 's/.*-F \\([^ ]*\\).*/\\1/')
    printf '%s\\n' "\${COMPREPLY[@]}"`;
}

test('bash completes commands, options, values and files', async (context) => {
  const { run, script } = await prepare(context, 'bash');
  const complete = (...words: string[]): Promise<readonly string[]> =>
    run('bash', ['--norc', '-c', bashLine(script, words)]);
  assert.deepEqual(await complete('ho'), ['hosts']);
  assert.deepEqual(await complete('env', '--'), ['--host', '--mode', '--output', '--help']);
  assert.deepEqual(await complete('hosts', '-o', 'y'), ['yaml']);
  assert.deepEqual(await complete('serve', '--state', ''), ['compopt -o default']);
});

test('fish completes commands with descriptions, options, values and files', async (context) => {
  assertPresent('fish');
  const { run, script } = await prepare(context, 'fish');
  const complete = (line: string): Promise<readonly string[]> =>
    run('fish', [
      '--no-config',
      '-c',
      `source '${script}'; complete -C 'ide-session-host ${line}'`,
    ]);
  assert.deepEqual(await complete('ho'), ['hosts\tlist running hosts']);
  assert.deepEqual(
    (await complete('env --')).map((line) => line.split('\t')[0]),
    ['--host', '--mode', '--output', '--help'],
  );
  assert.deepEqual(await complete('hosts -o y'), ['yaml']);
  assert.deepEqual(
    (await complete('serve --state st')).map((line) => line.split('\t')[0]),
    ['state.json'],
  );
});

/** Types a line and a tab in a terminal of zsh, and prints the line that zsh completes it to. */
function zshLine(script: string, line: string): string {
  return `zmodload zsh/zpty
    zpty shell "zsh -f -i"
    zpty -w shell "PS1= PROMPT_EOL_MARK=; autoload -Uz compinit; compinit -u -D; source '${script}'"
    zpty -w shell 'report() { print -r -- "<<$BUFFER>>"; BUFFER=; zle accept-line }; zle -N report; bindkey "^G" report; print ready-now'
    zpty -r shell found '*ready-now*ready-now*'
    zpty -w -n shell $'ide-session-host ${line}\\t\\a'
    zpty -r shell found '*<<*>>*'
    print -r -- "\${\${found##*<<}%%>>*}"
    zpty -d shell`;
}

test('zsh completes commands, options, values and files', async (context) => {
  assertPresent('zsh');
  const { run, script } = await prepare(context, 'zsh');
  const complete = async (line: string): Promise<string | undefined> =>
    (await run('zsh', ['-f', '-c', zshLine(script, line)]))[0]?.trim();
  assert.equal(await complete('ho'), 'ide-session-host hosts');
  assert.equal(await complete('env --mo'), 'ide-session-host env --mode');
  assert.equal(await complete('hosts -o y'), 'ide-session-host hosts -o yaml');
  assert.equal(await complete('serve --state st'), 'ide-session-host serve --state state.json');
});
