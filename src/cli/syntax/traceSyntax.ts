import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Invocation } from '../invocation.ts';
import { textOption } from './optionValues.ts';

const showNotes = `
FILE is a trace that serve --trace recorded, that the editor saved with IDE Session: Save Trace, or -
for stdin. Numbers such as #12 name records; --why shows what led to one.`;

const checkNotes = `
The trace must have the form of its schema, which has no place for other text than placeholders.
Secrets are the tokens of the hosts that run, the variables of this terminal whose names say so, such
as API_KEY, and the lines of the file of --secrets. The exit code is 1 if one is found.`;

/** Adds the commands that read traces. */
export function addTrace(program: Command, invoke: (invocation: Invocation) => void): void {
  const trace = program
    .command('trace')
    .summary('read traces')
    .description('Reads traces of what happened to sessions and why.')
    .helpCommand(false);
  trace
    .command('show')
    .summary('show a timeline of each session')
    .description('Shows a timeline of each session, with durations and causes.')
    .argument('<FILE>', 'the trace; - for stdin')
    .addOption(textOption('--session <SESSION>', 'only one session, such as session-1'))
    .option('--kind <KIND...>', 'only records of these kinds, such as status')
    .addOption(whyOption())
    .option('--chrome', "print Chrome's trace format, for chrome://tracing or ui.perfetto.dev")
    .addHelpText('after', showNotes)
    .action((file: string, { chrome = false, kind, session, why }) =>
      invoke({ kind: 'trace', command: { name: 'show', file, session, kinds: kind, why, chrome } }),
    );
  trace
    .command('check')
    .summary('check that a trace contains no secrets')
    .description('Checks that a trace contains no secrets.')
    .argument('<FILE>', 'the trace; - for stdin')
    .addOption(textOption('--secrets <FILE>', 'a file with a further secret in each line'))
    .addHelpText('after', checkNotes)
    .action((file: string, { secrets }) =>
      invoke({ kind: 'trace', command: { name: 'check', file, secrets } }),
    );
}

function whyOption(): Option {
  const option = new Option('--why <NUMBER>', 'show what led to the record of this number');
  return option.argParser((text: string) => {
    const number = Number(text.replace(/^#/, ''));
    if (Number.isSafeInteger(number) && number > 0) return number;
    throw new InvalidArgumentError(`--why takes the number of a record, not '${text}'`);
  });
}
