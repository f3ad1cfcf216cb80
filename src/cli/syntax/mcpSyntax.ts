import type { Command } from 'commander';
import type { Invocation } from '../invocation.ts';
import { hostOption } from './optionValues.ts';

const notes = `
The server talks over stdin and stdout, so let a client run the command. It can't ask you to confirm
anything: only debug configurations in launch.json can be started, unless --allow-start is given.`;

/** Adds the command that serves tools for language models. */
export function addMcp(program: Command, invoke: (invocation: Invocation) => void): void {
  program
    .command('mcp')
    .summary('serve tools for language models')
    .description('Serves tools for language models by the Model Context Protocol.')
    .addOption(hostOption())
    .option('--allow-start', 'let models start any project and script')
    .addHelpText('after', notes)
    .action(({ allowStart = false, host }) =>
      invoke({ kind: 'mcp', host, isStartAllowed: allowStart }),
    );
}
