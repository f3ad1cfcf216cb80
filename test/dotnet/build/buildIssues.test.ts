import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { type BuildIssue, parseIssues } from '../../../src/dotnet/build/buildIssues.ts';

const folder = resolve('/code/App');
const project = resolve('/code/App/App.csproj');
const none = {
  file: '',
  line: 0,
  column: 0,
  severity: 'error',
  code: '',
  project: undefined,
} as const;

const examples: readonly (readonly [what: string, line: string, issue: BuildIssue])[] = [
  [
    'of the C# compiler',
    `${resolve('/code/App/Calc.cs')}(13,19): error CS1525: Invalid expression term ';' [${project}]`,
    {
      ...none,
      file: resolve('/code/App/Calc.cs'),
      line: 13,
      column: 19,
      code: 'CS1525',
      message: "Invalid expression term ';'",
      project,
    },
  ],
  [
    'of the Razor compiler, for one of several target frameworks',
    `${resolve('/code/App/App.razor')}(3,40): warning RZ10012: Found markup [x] element [${project}::TargetFramework=net9.0]`,
    {
      ...none,
      file: resolve('/code/App/App.razor'),
      line: 3,
      column: 40,
      severity: 'warning',
      code: 'RZ10012',
      message: 'Found markup [x] element',
      project,
    },
  ],
  [
    'in a path with spaces and parentheses',
    `${resolve('/code/a (1) b/My App (2).cs')}(1,2): error CS1: no: error here [${resolve('/code/a (1) b/P.csproj')}]`,
    {
      ...none,
      file: resolve('/code/a (1) b/My App (2).cs'),
      line: 1,
      column: 2,
      code: 'CS1',
      message: 'no: error here',
      project: resolve('/code/a (1) b/P.csproj'),
    },
  ],
  [
    'with a line and no column',
    `/code/App/App.csproj(7): error MSB4067: The element is unrecognized.`,
    { ...none, file: project, line: 7, code: 'MSB4067', message: 'The element is unrecognized.' },
  ],
  [
    'with a range',
    `/code/App/App.csproj(7,1,8,20): error X1: Over there.`,
    { ...none, file: project, line: 7, column: 1, code: 'X1', message: 'Over there.' },
  ],
  [
    'of a file as a whole',
    `${project} : error NU1101: Unable to find package A. [/code/All.sln]`,
    {
      ...none,
      file: project,
      code: 'NU1101',
      message: 'Unable to find package A.',
      project: resolve('/code/All.sln'),
    },
  ],
  [
    'of a tool and no file',
    'MSBUILD : error MSB1009: Project file does not exist.',
    { ...none, code: 'MSB1009', message: 'Project file does not exist.' },
  ],
  [
    'without a code',
    `/code/App/App.csproj(9,5): error : Do this first. [${project}]`,
    { ...none, file: project, line: 9, column: 5, message: 'Do this first.', project },
  ],
  [
    'with a subcategory',
    'CSC : fatal error CS2006: Command-line syntax error',
    { ...none, code: 'CS2006', message: 'Command-line syntax error' },
  ],
  [
    'in a file relative to its project',
    `sub/a.txt : warning X9: Odd. [${resolve('/code/Other/Other.csproj')}]`,
    {
      ...none,
      file: resolve('/code/Other/sub/a.txt'),
      severity: 'warning',
      code: 'X9',
      message: 'Odd.',
      project: resolve('/code/Other/Other.csproj'),
    },
  ],
];

for (const [what, line, issue] of examples) {
  test(`an issue ${what} is parsed`, () => assert.deepEqual(parseIssues(line, folder), [issue]));
}

test('reports an issue of several projects and frameworks once', () => {
  const line = '/code/App/A.cs(1,2): error CS1: No.';
  const output = [
    `  ${line} [/code/A.csproj::TargetFramework=net9.0]`,
    `${line} [/code/B.csproj]`,
    line,
  ];
  assert.equal(parseIssues(output.join('\r\n'), folder).length, 1);
});

test('other lines are not issues', () => {
  const lines = [
    '  Determining projects to restore...',
    '  App -> /code/App/bin/Debug/net10.0/App.dll',
    '    0 Error(s)',
    'error: nothing',
    '  Failed to restore /code/App/App.csproj (in 656 ms).',
    '',
  ];
  assert.deepEqual(parseIssues(lines.join('\n'), folder), []);
});
