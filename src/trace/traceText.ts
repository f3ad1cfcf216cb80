import * as z from 'zod/mini';
import { definePhrases } from '../common/phrases.ts';
import { traceErrors } from './errors.ts';
import {
  type TraceHeader,
  traceHeaderSchema,
  type TraceRecord,
  traceRecordSchema,
  traceVersion,
} from './schema.ts';

/** A trace that was read. */
export interface Trace {
  readonly header: TraceHeader;
  readonly records: readonly TraceRecord[];
}

const phrases = definePhrases({
  notJson: 'is not JSON',
  noHeader: 'is not the header of a trace',
  wrongField: 'has a wrong {field}',
});

/** Reads a trace. `path` names it in errors. Throws a HumanError. */
export function parseTrace(text: string, path: string): Trace {
  const [first, ...rest] = text
    .split('\n')
    .map((line, index) => ({ line, number: index + 1 }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, number }) => ({ value: parseLine(line, number, path), number }));
  return {
    header: parseHeader(first?.value, path),
    records: rest.map(({ number, value }) => parseRecord(value, number, path)),
  };
}

/** Returns a trace without the line in whose middle it ends, if its host ended or failed while it wrote. */
export function dropUnfinishedLine(text: string): string {
  const start = text.lastIndexOf('\n') + 1;
  const last = text.slice(start);
  return start === 0 || last.trim() === '' || isJson(last) ? text : text.slice(0, start);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function parseLine(line: string, number: number, path: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw traceErrors.TraceInvalid({ path, line: number, problem: phrases.notJson() });
  }
}

const anyHeader = z.looseObject({ kind: z.literal('trace'), version: z.int() });

function parseHeader(value: unknown, path: string): TraceHeader {
  const any = anyHeader.safeParse(value);
  if (any.success && any.data.version > traceVersion) {
    throw traceErrors.TraceTooNew({ path, version: any.data.version, known: traceVersion });
  }
  const result = traceHeaderSchema.safeParse(value);
  if (result.success) return result.data;
  throw traceErrors.TraceInvalid({ path, line: 1, problem: phrases.noHeader() });
}

function parseRecord(value: unknown, line: number, path: string): TraceRecord {
  const result = traceRecordSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue === undefined ? '' : [...issue.path, ...getKeys(issue)].join('.');
  throw traceErrors.TraceInvalid({
    path,
    line,
    problem: phrases.wrongField({ field: field || 'kind' }),
  });
}

function getKeys(issue: z.core.$ZodIssue): readonly string[] {
  return issue.code === 'unrecognized_keys' ? issue.keys : [];
}
