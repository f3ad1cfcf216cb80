import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Invocation } from '../invocation.ts';
import { textOption } from './optionValues.ts';

const showNotes = `
FILE is a trace that serve --trace recorded, that the editor saved with IDE Session: Save Trace, a
report of IDE Session: Report a Problem, or - for stdin. Numbers such as #12 name records; --why shows what led to one.`;

const checkNotes = `
The trace must have the form of its schema, which has no place for other text than placeholders. All
text of a report is searched.
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
  addReplay(trace, invoke);
}

/** Adds the commands that give a trace to today's code. */
function addReplay(trace: Command, invoke: (invocation: Invocation) => void): void {
  trace
    .command('replay')
    .summary('show where sessions would act differently now')
    .description("Gives what came in to this version's code, and shows where it acts differently.")
    .argument('<FILE>', 'the trace; - for stdin')
    .addHelpText('after', replayNotes)
    .action((file: string) => invoke({ kind: 'trace', command: { name: 'replay', file } }));
  trace
    .command('to-test')
    .summary('make a test of a trace')
    .description("Makes a test of a trace, in a checkout of IDE Session Host's sources.")
    .argument('<FILE>', 'the trace; - for stdin')
    .addOption(nameOption().makeOptionMandatory())
    .option('--session <SESSION...>', 'only these sessions, such as session-1')
    .addOption(textOption('--folder <FOLDER>', 'the folder of the tests').default(defaultFixtures))
    .addHelpText('after', toTestNotes)
    .action((file: string, { folder, name, session: sessions }) =>
      invoke({
        kind: 'trace',
        command: { name: 'to-test', file, sessions, fixture: name, folder },
      }),
    );
}

const defaultFixtures = 'test/fixtures/traces';

const replayNotes = `
Time, programs and controllers act as recorded. Lines with - were recorded, and lines with + are what
this version does. The exit code is 1 if there are any. Times don't count.`;

const toTestNotes = `
Writes NAME.inputs.ndjson, what came in, and NAME.outputs.txt, what this version makes of it. The
test fails when that changes. If it is wrong now, correct NAME.outputs.txt and see the test fail.`;

function nameOption(): Option {
  const option = new Option('--name <NAME>', 'the name of the test, such as stoppedAtOnce');
  return option.argParser((text: string) => {
    if (/^[a-z][A-Za-z0-9]{0,63}$/.test(text)) return text;
    throw new InvalidArgumentError(`--name takes letters and digits, not '${text}'`);
  });
}

function whyOption(): Option {
  const option = new Option('--why <NUMBER>', 'show what led to the record of this number');
  return option.argParser((text: string) => {
    const number = Number(text.replace(/^#/, ''));
    if (Number.isSafeInteger(number) && number > 0) return number;
    throw new InvalidArgumentError(`--why takes the number of a record, not '${text}'`);
  });
}
