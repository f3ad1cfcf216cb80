import { Argument, InvalidArgumentError, Option } from 'commander';
import { formats } from '../invocation.ts';

/** Creates the parser of a whole number. Timers take at most a week, within their range. */
export function numberUpTo(maximum: number, name: string, what: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value <= maximum) return value;
    throw new InvalidArgumentError(`${name} takes ${what} from 0 to ${maximum}, not '${text}'`);
  };
}

/** Creates an option with a value that is a path or a name, which is refused if it looks like an option. */
export function textOption(flags: string, description: string): Option {
  const option = new Option(flags, description);
  return option.argParser((text: string) => {
    if (!text.startsWith('-')) return text;
    throw new InvalidArgumentError(`--${option.name()} needs a value, not the option '${text}'`);
  });
}

/** Creates an option like {@link textOption} that can be given several times. */
export function repeatedOption(flags: string, description: string): Option {
  const option = textOption(flags, description);
  const { parseArg } = option;
  return option.argParser((text: string, before: readonly string[] | undefined) => [
    ...(before ?? []),
    String(parseArg?.(text, undefined)),
  ]);
}

/** Creates an option with a choice of values. */
export function choiceOption(
  flags: string,
  description: string,
  values: readonly string[],
): Option {
  const option = new Option(flags, description).choices(values);
  return option.argParser((text: string) => {
    if (values.includes(text)) return text;
    throw new InvalidArgumentError(
      `--${option.name()} takes ${joinChoices(values)}, not '${text}'`,
    );
  });
}

/** Creates an argument with a choice of values. */
export function choiceArgument(
  name: string,
  description: string,
  values: readonly string[],
): Argument {
  return new Argument(`<${name}>`, description).choices(values).argParser((text: string) => {
    if (values.includes(text)) return text;
    throw new InvalidArgumentError(`${name} is ${joinChoices(values)}, not '${text}'`);
  });
}

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };
const week = 604_800_000;

/** Creates an option with a time up to a week, in milliseconds. */
export function timeOption(flags: string, description: string): Option {
  const option = new Option(flags, `${description}: seconds, or a number with s, m or h`);
  return option.argParser((text: string) => {
    const [, count, unit = 's'] = /^(\d{1,6})([smh])?$/.exec(text) ?? [];
    const time = Number(count) * (units[unit] ?? 0);
    if (time > 0 && time <= week) return time;
    throw new InvalidArgumentError(
      `--${option.name()} takes a time up to a week such as 30s, not '${text}'`,
    );
  });
}

export function hostOption(): Option {
  return textOption('--host <HOST>', 'the host: its pid, or a folder of its workspace');
}

export function formatOption(): Option {
  return choiceOption('-o, --output <FORMAT>', 'how to print the result', formats);
}

function joinChoices(values: readonly string[]): string {
  return `${values.slice(0, -1).join(', ')} or ${values.at(-1)}`;
}
