import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../../tools/fixtures/time/manualClock.ts';
import { describeBuilds } from '../../../src/trace/report/builds.ts';
import { describeSettings } from '../../../src/trace/report/configured.ts';
import { describeBreakpoints, describeDebugSessions } from '../../../src/trace/report/debugging.ts';
import { formatReport } from '../../../src/trace/report/formatReport.ts';
import { toVersion } from '../../../src/trace/report/harmless.ts';
import { describeHost } from '../../../src/trace/report/hostState.ts';
import { extractTrace, hasTrace, isReport } from '../../../src/trace/report/readReport.ts';
import type { Section } from '../../../src/trace/report/report.ts';
import { showOutput } from '../../../src/trace/report/shownOutput.ts';
import { describeVersions } from '../../../src/trace/report/versions.ts';
import { Placeholders } from '../../../src/trace/placeholders.ts';
import { TraceRecorder } from '../../../src/trace/traceRecorder.ts';
import { parseTrace } from '../../../src/trace/traceText.ts';

/** The cells of the rows. */
function cellsOf({ rows }: Section): readonly string[] {
  return rows.map((row) => row.join(' | '));
}

test('settings are shown if they differ, and their values if they are choices, numbers or switches', () => {
  const section = describeSettings([
    { name: 'hotReload', place: 'user', value: 'off' },
    { name: 'hotReload', place: 'folder', value: 'onSave' },
    { name: 'hotReload', place: 'workspace', value: 'sometimes' },
    { name: 'maxSessions', place: 'user', value: 7 },
    { name: 'stopGrace', place: 'user', value: 5 },
    { name: 'debugRelay', place: 'workspace', value: false },
    { name: 'launchProfile', place: 'user', value: 'production' },
    { name: 'blazor.browserArguments', place: 'user', value: ['--proxy-server=me:password@host'] },
    { name: 'blazor.browserArguments', place: 'folder', value: [] },
    { name: 'password', place: 'user', value: true },
  ]);
  assert.deepEqual(cellsOf(section), [
    'hotReload | off | user',
    'hotReload | set | workspace',
    'maxSessions | 7 | user',
    'debugRelay | false | workspace',
    'launchProfile | set | user',
    'blazor.browserArguments | set | user',
  ]);
});

test('the versions of known tools are shown, and those of other extensions are not', () => {
  const section = describeVersions({
    host: '1.2.3',
    editor: { name: 'Visual Studio Code', version: '1.100.0', remote: 'wsl' },
    sdks: ['8.0.404', '10.0.100-rc.1.25451.107'],
    browsers: [{ kind: 'chromium', version: '120.0.6099.28' }],
    extensions: [
      { id: 'ms-vscode.js-debug', version: '1.100.0' },
      { id: 'acme.internal', version: '1.0.0' },
    ],
  });
  assert.deepEqual(
    cellsOf(section).filter((row) => !/^(Node|platform) /.test(row)),
    [
      'IDE Session Host | 1.2.3',
      'Visual Studio Code in wsl | 1.100.0',
      '.NET SDK | 8.0.404',
      '.NET SDK | 10.0.100-rc.1.25451.107',
      'chromium | 120.0.6099.28',
      'ms-vscode.js-debug | 1.100.0',
    ],
  );
});

test('of a version, only the numbers and the usual names of releases are shown', () => {
  const shown = {
    'v24.1.0': 'v24.1.0',
    '1.100.0-insider': '1.100.0-insider',
    '10.0.100-rc.1.25451.107': '10.0.100-rc.1.25451.107',
    '10.0.100-correct.horse.7': '10.0.100-other',
    '10.0.100-rc.1-battery': '10.0.100-other',
    '1.2-3staple': '1.2-other',
    staple: 'other',
    '': 'other',
  };
  assert.deepEqual(Object.keys(shown).map(toVersion), Object.values(shown));
});

test('the issues of builds have their codes and places, with a placeholder for each name', () => {
  const issue = { line: 3, column: 7, severity: 'error' } as const;
  const section = describeBuilds(
    [
      {
        project: '/home/me/shop/shop.csproj',
        issues: [
          { ...issue, code: 'CS0103', file: '/home/me/shop/Cart.cs' },
          { ...issue, code: 'ACME0001', file: '' },
        ],
      },
      { project: '/home/me/api/api.csproj', issues: [] },
    ],
    new Placeholders(),
  );
  assert.deepEqual(cellsOf(section), [
    '/name-1/name-2/name-3/name-3.csproj | error | CS0103 | /name-1/name-2/name-3/name-4.cs | 3 | 7',
    '/name-1/name-2/name-3/name-3.csproj | error | other |  | 3 | 7',
    '/name-1/name-2/name-5/name-5.csproj | no issue |  |  |  | ',
  ]);
});

test('debug sessions refer to their parents, and equal breakpoints are counted', () => {
  const sessions = describeDebugSessions([
    { id: 'a', type: 'ide-session', parent: undefined, isOfHost: true },
    { id: 'b', type: 'pwa-chrome', parent: 'a', isOfHost: true },
    { id: 'c', type: 'acme', parent: 'gone', isOfHost: false },
  ]);
  assert.deepEqual(cellsOf(sessions), [
    '1 | ide-session |  | true',
    '2 | pwa-chrome | 1 | true',
    '3 | other |  | false',
  ]);
  const breakpoint = { kind: 'source', extension: '.razor', isEnabled: true } as const;
  const plain = { ...breakpoint, hasCondition: false, isLogpoint: false };
  const breakpoints = describeBreakpoints([plain, { ...plain, hasCondition: true }, plain]);
  assert.deepEqual(cellsOf(breakpoints), [
    'source | .razor | true | false | false | 2',
    'source | .razor | true | true | false | 1',
  ]);
});

test('the trace of a report can be read, whatever its writer adds before and after', () => {
  const recorder = new TraceRecorder({ clock: new ManualClock(), version: '1.0.0' });
  recorder.record({ kind: 'command', command: 'start' });
  const trace = { header: recorder.header, records: recorder.list() };
  const host = describeHost({ kind: 'open', controllers: 1, hasSeenAny: true });
  const report = formatReport({ sections: [host], trace });
  assert.match(report, /^## Host\n\n\| what \| value \|\n\| --- \| --- \|\n\| controllers/m);
  for (const text of [report, report.replaceAll('\n', '\r\n'), `Hello\n\n${report}\`\`\`\nBye`]) {
    assert.ok(isReport(text));
    assert.ok(hasTrace(text));
    assert.deepEqual(parseTrace(extractTrace(text), 'report'), trace);
  }
});

test('output that was asked for is shown for each session, and can be taken for nothing else', () => {
  const placeholders = new Placeholders();
  const recorder = new TraceRecorder({ clock: new ManualClock(), version: '1.0.0' });
  recorder.record({ kind: 'command', command: 'start' });
  const trace = { header: recorder.header, records: recorder.list() };
  const secrets = [{ name: 'PASSWORD', value: 'correct-horse' }];
  const text = '\u001b[31mred\u001b[0m\r\n```\n```ndjson\r## Trace\n\ncorrect-horse\n\n';
  const outputs = [
    showOutput({ session: 'shop', text }, secrets, placeholders),
    showOutput({ session: 'api', text: 'correct-\n  horse\n' }, secrets, placeholders),
  ];
  const report = formatReport({ sections: [], outputs, trace });
  assert.deepEqual(parseTrace(extractTrace(report), 'report'), trace);
  const [, shown] = /(## Output of session-1\n[^]*)\n## Trace\n/.exec(report) ?? [];
  assert.equal(
    shown,
    `## Output of session-1

    red
    \`\`\`
    \`\`\`ndjson
    ## Trace
    
    [hidden]

## Output of session-2

    Left out, since it contains a secret that is divided.
`,
  );
});

test('a report without output says so, and one with output has what there is', () => {
  assert.match(formatReport({ sections: [] }), /trace\. There are no .* no output/);
  const report = formatReport({ sections: [], outputs: [] });
  assert.match(report, /trace\. Output is shown as/);
  assert.doesNotMatch(report, /## Output/);
});

test('a line of a trace in a report is counted from the beginning of the report', () => {
  const recorder = new TraceRecorder({ clock: new ManualClock(), version: '1.0.0' });
  recorder.record({ kind: 'command', command: 'start' });
  const report = formatReport({
    sections: [],
    trace: { header: recorder.header, records: recorder.list() },
  });
  const line = report.split('\n').findIndex((one) => one.includes('"command"')) + 1;
  const changed = report.replace('"command":"start"', '"command":"not one"');
  assert.throws(() => parseTrace(extractTrace(changed), 'report.md'), {
    message: new RegExp(`report\\.md .* line ${line} has a wrong command`),
  });
});

test('without a trace, a report says so', () => {
  const report = formatReport({ sections: [] });
  assert.ok(isReport(report));
  assert.ok(!hasTrace(report));
  assert.equal(extractTrace(report).trim(), '');
  assert.match(report, /^Nothing was recorded\.$/m);
});

test('a trace is no report', () => {
  const text = '{"kind":"trace"}\n';
  assert.ok(!isReport(text));
  assert.equal(extractTrace(text), text);
});
