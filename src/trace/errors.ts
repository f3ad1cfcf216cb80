import { defineErrors } from '../common/errorCatalogue.ts';

/** Errors of traces. */
export const traceErrors = defineErrors({
  TraceInvalid: {
    message: '{path} is not a trace of IDE Session Host: line {line} {problem}.',
    remedy: 'Choose a file that was saved or recorded as a trace.',
  },
  TraceTooNew: {
    message: '{path} is a trace of version {version}, and this version reads up to {known}.',
    remedy: 'Read it with the version of IDE Session Host that recorded it.',
  },
  TraceFileTaken: {
    message: "The trace can't be recorded to {path}: {reason}.",
    remedy: 'Choose another file.',
  },
  TraceTooOld: {
    message: 'The trace is of version {version}, which lacks what a replay needs.',
    remedy: 'Record one with this version of IDE Session Host, or read it with trace show.',
  },
  NothingToReplay: {
    message: 'The trace has no session that began in it.',
    remedy: 'Record one from its start.',
  },
  FixtureNotWritten: {
    message: 'The test could not be written to {folder}: {reason}.',
    remedy: "Run the command in a checkout of IDE Session Host's sources, or correct --folder.",
  },
  ReportWithSecret: {
    message: 'The report was not created, because it contains the value of {name}.',
    remedy: 'Report this as a security problem of IDE Session Host.',
  },
  RecordNotFound: {
    message: 'The trace has no record {id}.',
    remedy: 'Choose one of the numbers at the beginning of its lines.',
  },
});
