import { join } from 'node:path';
import { type Cells, renderTable } from '../../../../tools/markdownTable.ts';
import { type Action, type Framework, frameworks } from './case.ts';
import { areas, type Row, rowsOf } from './table.ts';

export const reportPath = join(import.meta.dirname, '../../../../docs/reference/browserCsharp.md');

/** The ids of the cases that work, by framework. */
export type Results = ReadonlyMap<Framework, ReadonlySet<string>>;

const labels: Readonly<Record<Action, string>> = {
  evaluate: 'Evaluate',
  display: 'Variables view',
  open: 'Evaluate and open',
  set: 'Set a variable',
  step: 'Step',
  caller: 'Evaluate in the calling frame',
  stack: 'Call stack',
  condition: 'Condition',
  log: 'Log message',
  page: 'Stop and evaluate',
};

/** The first cells of a row of the report, by which it is known. */
export function titleCells({ code, do: action }: Row): Cells {
  return [labels[action], code === '' ? '' : toCode(code)];
}

/** Renders the page that says what works. */
export function renderReport(results: Results): string {
  const rows = areas.flatMap(rowsOf);
  const counts = frameworks.map((framework) => {
    const works = results.get(framework)?.size;
    if (works === undefined) return [framework, '–', '–'];
    return [framework, String(works), String(rows.length - works)];
  });
  const gaps = rows.flatMap((row) =>
    row.gap === undefined
      ? []
      : [[row.area.title, ...titleCells(row), toPlaces(row.gap.frameworks), row.gap.reason]],
  );
  return `# C# in the browser: what works

What the debugger does with C# in a Blazor WebAssembly page. Each case is run in a real page, through the relay and the debug proxy. A console program has the same values where it can evaluate the expression. Code that C# refuses too, such as \`number + isNew\`, works if the debugger says why. This page is written by \`UPDATE_GOLDEN=1 node --test test/wasm/debugProxy/conformance/conformance.long.test.ts\`, which runs the cases in a client of each framework. A dash stands for a framework that was not run.

${renderTable(['Framework', 'Works', 'Does not'], counts)}

## What does not work

${gaps.length === 0 ? 'All cases work.' : renderTable(['Area', 'Action', 'C#', 'Frameworks', 'Reason'], gaps)}
${areas.map((area) => renderArea(area.title, rowsOf(area), results)).join('')}`;
}

function renderArea(title: string, rows: readonly Row[], results: Results): string {
  const cells = rows.map((row) => [
    ...titleCells(row),
    ...frameworks.map((framework) => toMark(results.get(framework)?.has(row.id))),
  ]);
  return `\n## ${title}\n\n${renderTable(['Action', 'C#', ...frameworks], cells)}\n`;
}

function toMark(works: boolean | undefined): string {
  if (works === undefined) return '–';
  return works ? 'yes' : 'no';
}

function toPlaces(of: readonly Framework[]): string {
  return of.length === frameworks.length ? 'all' : of.join(', ');
}

/** Text in a table as code, also if it has the signs that end a cell or code. */
function toCode(text: string): string {
  const line = text.replaceAll('|', '\\|');
  return line.includes('`') ? `\`\` ${line} \`\`` : `\`${line}\``;
}
