import type { Command } from 'commander';
import type { Invocation } from '../invocation.ts';
import { choiceOption } from './optionValues.ts';

const notes = `
Checks launch.json, launchSettings.json, the settings of this extension in a settings.json or a
.code-workspace, launch configurations, and bodies of PUT /run_session. Other files and stdin are
recognized by their content. The exit code is 1 if there is a problem.`;

/** Adds the command that checks files. */
export function addValidate(program: Command, invoke: (invocation: Invocation) => void): void {
  program
    .command('validate')
    .summary('check configuration files')
    .description('Checks configuration files and prints each problem with its line and column.')
    .argument('<FILE...>', 'the files; - for stdin')
    .addOption(choiceOption('-o, --output <FORMAT>', 'how to print the problems', ['json', 'yaml']))
    .addHelpText('after', notes)
    .action((files: string[], { output = 'text' }) =>
      invoke({ kind: 'validate', files, format: output }),
    );
}
