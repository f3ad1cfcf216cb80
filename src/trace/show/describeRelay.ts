import type { RecordOf } from '../schema.ts';
import { words } from './words.ts';

type Passed = RecordOf<'passed'>;
type Stop = NonNullable<Passed['stop']>;
type Asked = RecordOf<'asked'>;

/** Describes a message that has reached a debug relay or left it. */
export function describePassed(record: Passed): string {
  const { breakpoint, command, failure, form, loaded, method, opened, own, relay, way } = record;
  return words(
    way.startsWith('from') && `relay ${relay}`,
    `${way}:`,
    form === 'answer' && 'answer to',
    method,
    command !== undefined && `${command}`,
    own !== undefined && `of its own, ${own}`,
    record.target && `in ${record.target}`,
    opened,
    record.type,
    breakpoint,
    record.state,
    record.step,
    record.isForgetting && 'for the proxy only',
    record.console && (record.console === 'log' ? 'with a log message' : 'after an assembly'),
    loaded && describeScript(loaded),
    record.stop && describeStop(record.stop),
    failure && (failure === 'taken' ? 'refused: location taken' : 'refused'),
  );
}

/** The script that represents the framework has an id of the relay. */
function describeScript({ kind, script }: NonNullable<Passed['loaded']>): string {
  return kind === 'external' ? 'of external code' : `${script} (${kind})`;
}

function describeStop(stop: Stop): string {
  const { before, exception, frames, hits, isUncaught, reason } = stop;
  const count = frames.reduce((sum, group) => sum + group.count, 0);
  const [top] = frames;
  return words(
    reason,
    ...hits.map(({ breakpoint }) => breakpoint),
    exception !== undefined && `${exception}`,
    isUncaught === true && 'uncaught',
    before && `before ${before}`,
    top && describePlace(top),
    `with ${count} frames`,
  );
}

function describePlace({ column, form, line, script }: Stop['frames'][number]): string {
  if (script === undefined) return `in ${form} code`;
  return `at ${[script, line, column].filter((part) => part !== undefined).join(':')} (${form})`;
}

/** Describes what a debug relay has found out about a stop. */
export function describeAsked(record: Asked): string {
  const { relay, target } = record;
  return words(`relay ${relay}`, target && `in ${target}`, 'asked:', describeAnswer(record));
}

function describeAnswer(record: Asked): string {
  const { answer, condition, message, question } = record;
  switch (question) {
    case 'breakpoint':
      return describeTexts(record);
    case 'condition':
      return `condition ${condition} is ${answer}`;
    case 'message':
      return `log message ${message} ${answer}`;
    case 'thrower':
      return `exception thrown by ${answer}`;
    case 'end':
      return `exception is ${answer}`;
    case 'text':
      return `text of exception ${answer}`;
  }
}

function describeTexts({ answer, breakpoint, condition, hits, message }: Asked): string {
  if (answer === 'none') return `${breakpoint} always stops`;
  return words(
    breakpoint,
    condition && `has condition ${condition}`,
    message && `has log message ${message}`,
    hits && `at hits ${hits.sign} ${hits.number}`,
  );
}
