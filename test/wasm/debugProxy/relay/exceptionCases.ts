/** In which methods the cases of Exceptions.cs stop, by the filter. */
interface ExceptionCase {
  readonly uncaught: readonly string[];
  /** Only where awaiting methods make a difference, or several exceptions. */
  readonly all?: readonly string[];
}

const uncaughtIn = (method: string): ExceptionCase => ({ uncaught: [method] });
const isCaught: ExceptionCase = { uncaught: [] };

/** By the name of the case. The names of frames contain those of methods. */
export const exceptionCases: Readonly<Record<string, ExceptionCase>> = {
  Caught: { uncaught: [], all: ['Caught'] },
  CaughtByCaller: isCaught,
  OtherType: { uncaught: ['Fail'], all: ['Fail'] },
  OnlyFinally: uncaughtIn('OnlyFinally'),
  Rethrown: { uncaught: ['Rethrown'], all: ['Fail', 'Rethrown'] },
  Wrapped: uncaughtIn('Wrapped'),
  Filtered: isCaught,
  FilteredOther: uncaughtIn('Fail'),
  AfterAwait: { uncaught: ['AfterAwait'], all: ['AfterAwait'] },
  AwaitedCaught: { uncaught: [], all: ['AfterAwait'] },
  AwaitedTwice: isCaught,
  CaughtElsewhere: uncaughtIn('AfterAwait'),
  CaughtTogether: isCaught,
  InVoid: isCaught,
  InTask: isCaught,
  InLambda: uncaughtIn('InLambda'),
  InCaughtLambda: isCaught,
  InIterator: isCaught,
  InAsyncIterator: isCaught,
  Parsed: uncaughtIn('Parsed'),
  ParsedCaught: { uncaught: [], all: ['ParsedCaught'] },
  NullReference: uncaughtIn('NullReference'),
  OfFramework: { uncaught: [], all: [] },
};
