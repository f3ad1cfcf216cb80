import { stringify } from 'yaml';
import type { Format, SessionsOptions } from '../invocation.ts';
import { createTable, formatList, formatValue } from '../output/printed.ts';
import { createOutput, type Output } from '../output/terminal.ts';
import { connectSessions, type SessionApi } from './connectSessions.ts';
import { listKnownSessions } from './listKnown.ts';
import type { Session } from './session.ts';
import { createSessionView } from './sessionView.ts';
import { startTimeLimit } from './timeLimit.ts';
import { type SessionEvent, watchSessions } from './watchSessions.ts';

const view = createSessionView(() => new Date());

/** Lists sessions, and prints each one again that changes if they are watched. */
export function listSessions(options: SessionsOptions<'list'>): Promise<number> {
  return withSessions(options, async (api, output, signal) => {
    const { all, format, selector, watch } = options;
    if (all) return listKnownSessions(options, signal);
    const selection = selector === undefined ? {} : { labelSelector: selector };
    if (watch) return printChanges({ api, output, format, selection, signal });
    output.write(formatList((await api.list(selection, signal)).items, format, view, output));
  });
}

/** Prints sessions by name, and again after each change if they are watched. */
export function getSessions(options: SessionsOptions<'get'>): Promise<number> {
  return withSessions(options, async (api, output, signal) => {
    const { format, names, watch } = options;
    const found: Session[] = [];
    for (const name of names) found.push(await api.get(name, signal));
    const [only] = found;
    const isObject = format === 'json' || format === 'yaml';
    if (watch && only !== undefined) {
      const selection = { fieldSelector: `metadata.name=${only.metadata.name}` };
      return printChanges({ api, output, format, selection, signal });
    }
    if (isObject && only !== undefined && names.length === 1) {
      output.write(formatValue(only, format));
    } else {
      output.write(formatList(found, format, view, output));
    }
  });
}

/** Prints changes of sessions as they happen, beginning with the present sessions. */
export function watchEvents(options: SessionsOptions<'watch'>): Promise<number> {
  return withSessions(options, async (api, output, signal) => {
    const { format, name, selector } = options;
    const selection = {
      ...(selector !== undefined && { labelSelector: selector }),
      ...(name !== undefined && { fieldSelector: `metadata.name=${name}` }),
    };
    const { events, items } = await watchSessions(api, selection, signal);
    const present = items.map((object): SessionEvent => ({ type: 'ADDED', object }));
    const print = createEventPrinter(format, output, present);
    for (const event of present) print(event);
    for await (const event of events) print(event);
  });
}

interface Printing {
  readonly api: SessionApi;
  readonly output: Output;
  readonly format: Format;
  readonly selection: Parameters<typeof watchSessions>[1];
  readonly signal: AbortSignal;
}

async function printChanges({ api, format, output, selection, signal }: Printing): Promise<void> {
  const { events, items } = await watchSessions(api, selection, signal);
  const print = createRowPrinter(format, output, items);
  for (const item of items) print(item);
  for await (const { object } of events) print(object);
}

/** Prints each session as a row below the others, or as a value of its own. */
function createRowPrinter(
  format: Format,
  output: Output,
  present: readonly Session[],
): (session: Session) => void {
  switch (format) {
    case 'json':
      return (session) => output.write(`${JSON.stringify(session)}\n`);
    case 'yaml':
      return (session) => output.write(`---\n${stringify(session)}`);
    case 'name':
      return (session) => output.write(`${view.name(session)}\n`);
    case 'table':
    case 'wide': {
      const table = createTable(format, view, output);
      table.fit(present);
      table.expectMore();
      output.write(table.titles());
      return (session) => output.write(table.row(session));
    }
  }
}

function createEventPrinter(
  format: Format,
  output: Output,
  present: readonly SessionEvent[],
): (event: SessionEvent) => void {
  switch (format) {
    case 'json':
      return (event) => output.write(`${JSON.stringify(event)}\n`);
    case 'yaml':
      return (event) => output.write(`---\n${stringify(event)}`);
    case 'name':
      return ({ object }) => output.write(`${view.name(object)}\n`);
    case 'table':
    case 'wide': {
      const table = createTable(format, eventView, output);
      table.fit(present);
      table.expectMore();
      output.write(table.titles());
      return (event) => output.write(table.row(event));
    }
  }
}

const ofObject = (columns: typeof view.columns) =>
  columns.map(({ color, title, usual = 0, value }) => ({
    title,
    usual,
    value: ({ object }: SessionEvent) => value(object),
    ...(color && { color: ({ object }: SessionEvent) => color(object) }),
  }));

const eventView = {
  ...view,
  columns: [
    { title: 'EVENT', value: ({ type }: SessionEvent) => type, usual: 8 },
    ...ofObject(view.columns),
  ],
  wide: ofObject(view.wide),
  name: ({ object }: SessionEvent) => view.name(object),
  list: (events: readonly SessionEvent[]) => events,
};

async function withSessions(
  options: SessionsOptions<'list' | 'get' | 'watch'>,
  print: (api: SessionApi, output: Output, signal: AbortSignal) => Promise<void>,
): Promise<number> {
  const limit = startTimeLimit(options.timeout);
  try {
    const api = await connectSessions(options);
    await print(api, createOutput(process.stdout, process.env), limit.signal);
    return 0;
  } finally {
    limit.dispose();
  }
}
