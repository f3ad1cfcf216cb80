import type { Command } from 'commander';
import { type Invocation, type Shell, shells } from '../invocation.ts';
import {
  choiceArgument,
  choiceOption,
  formatOption,
  hostOption,
  textOption,
} from './optionValues.ts';

type Invoke = (invocation: Invocation) => void;

const envNotes = `
Without --output the variables are printed as commands of a shell. They contain the token:
  eval "$(ide-session-host env)"`;

/** Adds the commands about running hosts. */
export function addHostCommands(program: Command, invoke: Invoke): void {
  program
    .command('hosts')
    .summary('list running hosts')
    .description('Lists your running hosts: windows of editors and headless hosts.')
    .addOption(formatOption())
    .action(({ output = 'table' }) => invoke({ kind: 'hosts', format: output }));
  program
    .command('info')
    .summary('show what a host can run')
    .description('Shows the endpoint of a host and the launch configuration types that it can run.')
    .addOption(hostOption())
    .addOption(formatOption())
    .action(({ host, output = 'table' }) => invoke({ kind: 'info', host, format: output }));
  program
    .command('env')
    .summary('print the variables by which controllers find a host')
    .description('Prints the variables by which controllers find a host.')
    .addOption(hostOption())
    .addOption(
      choiceOption('--mode <MODE>', 'how controllers start their programs', ['Debug', 'NoDebug']),
    )
    .addOption(
      choiceOption('-o, --output <FORMAT>', 'how to print the variables', ['json', 'yaml']),
    )
    .addHelpText('after', envNotes)
    .action(({ host, mode, output = 'shell' }) =>
      invoke({ kind: 'env', host, mode, format: output }),
    );
}

const reportNotes = `
The report has versions, options or settings, the state of the host and its sessions, the issues of
the last builds, and the trace if one is recorded. Names, paths and ids are replaced, and there are
no values of variables and no output. With --with-output, it also has the last lines that each
session has written, without known secrets. Nothing is sent. trace check searches it for
secrets, and trace show, replay and to-test read the trace in it.`;

/** Adds the command that describes a host to report a problem. */
export function addReport(program: Command, invoke: Invoke): void {
  program
    .command('report')
    .summary('describe a host, to report a problem')
    .description('Describes a host and what happened to its sessions, to report a problem.')
    .addOption(hostOption())
    .addOption(textOption('--file <FILE>', 'where to write the report (default: stdout)'))
    .option('--with-output', 'add the last output of each session')
    .addHelpText('after', reportNotes)
    .action(({ file, host, withOutput = false }) =>
      invoke({ kind: 'report', host, file, output: withOutput ? 'last output' : 'no output' }),
    );
}

const completionNotes = `
bash: source <(ide-session-host completion bash)      in ~/.bashrc
zsh:  source <(ide-session-host completion zsh)       in ~/.zshrc, after compinit
fish: ide-session-host completion fish | source       in ~/.config/fish/config.fish`;

/** Adds the command that prints completion scripts. */
export function addCompletion(program: Command, invoke: Invoke): void {
  program
    .command('completion')
    .summary('print a completion script for a shell')
    .description('Prints a script that completes commands, options, hosts and sessions in a shell.')
    .addArgument(choiceArgument('SHELL', 'the shell', shells))
    .addHelpText('after', completionNotes)
    .action((shell: Shell) => invoke({ kind: 'completion', shell }));
}
