import { breakpointsCheck } from '../../../src/wasm/diagnosis/checks/breakpoints.ts';
import { problem } from '../../../src/wasm/diagnosis/checks/check.ts';
import { sourcePathsCheck } from '../../../src/wasm/diagnosis/checks/sourcePaths.ts';
import type { BreakpointFact, DiagnosisFacts } from '../../../src/wasm/diagnosis/facts.ts';
import { ranSession, sources } from './healthyFacts.ts';
import { testCheck } from './verdicts.ts';

testCheck(sourcePathsCheck, [
  { when: 'all are in the open folder', change: {}, outcome: 'ok', finding: /1 source files/ },
  {
    when: 'no symbols could be read',
    change: { sources: { kind: 'unknown', reason: 'no symbols could be read' } },
    outcome: 'unknown',
    finding: /no symbols could be read\.$/,
  },
  {
    when: 'a build wrote deterministic paths',
    change: sources({
      path: '/_/Shop/Cart.cs',
      isOnDisk: false,
      counterpart: '/code/Shop/Cart.cs',
    }),
    outcome: 'problem',
    finding: /`\/_\/Shop\/Cart\.cs`.*Deterministic builds/,
    fix: /<DeterministicSourcePaths>false<\/DeterministicSourcePaths>/,
  },
  {
    when: 'a build mapped the paths',
    change: sources({ path: '/src/Cart.cs', isOnDisk: false, counterpart: '/code/Shop/Cart.cs' }),
    outcome: 'problem',
    finding: /probably `\/code\/Shop\/Cart\.cs`/,
    fix: /without a `PathMap`/,
  },
  {
    when: 'it was compiled elsewhere',
    change: sources({ path: String.raw`C:\agent\Cart.cs`, isOnDisk: false }),
    outcome: 'problem',
    finding: /compiled elsewhere/,
    fix: /^Build Shop on this machine/,
  },
  {
    when: 'files without code are missing',
    change: sources({}, { path: '/gone/Interfaces.cs', isOnDisk: false, codeLines: [] }),
    outcome: 'ok',
    finding: /1 source files/,
  },
  {
    when: 'a source is outside the open folders',
    change: sources({}, { path: '/elsewhere/Model.cs' }),
    outcome: 'warning',
    finding: /outside the open folders: `\/elsewhere\/Model\.cs`/,
    fix: /^Open the folder/,
  },
  {
    when: 'no folder is open',
    change: { ...sources({ path: '/elsewhere/Model.cs' }), workspaceFolders: [] },
    outcome: 'ok',
    finding: /1 source files/,
  },
  {
    when: 'the relay translates the paths of the open link',
    change: {
      ...sources({ path: '/real/Shop/Cart.cs' }),
      workspaceFolders: [{ path: '/code', realPath: '/real' }],
    },
    outcome: 'ok',
    finding: /1 source files/,
  },
  {
    when: 'the open folder is a link and there is no relay',
    change: {
      ...sources({ path: '/real/Shop/Cart.cs' }),
      ...ranSession({ hasRelay: false }),
      workspaceFolders: [{ path: '/code', realPath: '/real' }],
    },
    outcome: 'problem',
    finding: /`\/code` is a link/,
    fix: /`\/real`/,
  },
  {
    when: 'folders of Windows differ by case and slashes',
    change: {
      ...sources({ path: String.raw`C:\Work\Shop\Cart.cs` }),
      workspaceFolders: [{ path: 'c:/work', realPath: 'c:/work' }],
    },
    outcome: 'ok',
    finding: /1 source files/,
  },
]);

function breakpoints(...changes: readonly Partial<BreakpointFact>[]): Partial<DiagnosisFacts> {
  const breakpoint = { path: '/code/Shop/Cart.cs', line: 5, verified: false };
  return ranSession({ breakpoints: changes.map((change) => ({ ...breakpoint, ...change })) });
}

testCheck(breakpointsCheck, [
  {
    when: 'nothing runs',
    change: { session: undefined },
    outcome: 'not applicable',
    finding: /No session/,
  },
  {
    when: 'only JavaScript has breakpoints',
    change: breakpoints({ path: '/code/Shop/wwwroot/main.js' }),
    outcome: 'not applicable',
    finding: /No breakpoint/,
  },
  { when: 'all are bound', change: {}, outcome: 'ok', finding: /All breakpoints are bound \(1\)/ },
  {
    when: 'a line has no code',
    change: breakpoints({ verified: true }, { line: 7 }),
    outcome: 'problem',
    finding:
      /^1 of 2 breakpoints are not bound, 1 are\.\n\n- `\/code\/Shop\/Cart\.cs:7`: there is no code .* line 9\.$/,
    fix: /from line 7 to line 9/,
  },
  {
    when: 'the line is after all code',
    change: breakpoints({ line: 30 }),
    outcome: 'problem',
    finding: /nearest is on line 9/,
    fix: /to line 9/,
  },
  {
    when: 'the file has no code',
    change: { ...sources({ codeLines: [] }), ...breakpoints({}) },
    outcome: 'problem',
    finding: /no code that runs/,
    fix: /^Remove the breakpoint from `Cart\.cs`/,
  },
  {
    when: 'it could be bound, and nothing else is wrong',
    change: breakpoints({ message: 'Unbound breakpoint' }),
    outcome: 'problem',
    finding: /line is code of Shop.* The debugger says: Unbound breakpoint$/,
    fix: /^Reload the page/,
  },
  {
    when: 'it could be bound, but something else is wrong',
    change: breakpoints({}),
    before: [problem('', '')],
    outcome: 'problem',
    finding: /so it can be bound\.$/,
    fix: /^Fix the first problem above\.$/,
  },
  {
    when: 'its assembly is not loaded yet',
    change: { ...sources({ isLazy: true }), ...breakpoints({}) },
    outcome: 'ok',
    finding: /Shop is loaded on demand.* not loaded it yet\. The breakpoint binds when/,
  },
  {
    when: 'one assembly is not loaded yet, and another line has no code',
    change: { ...sources({ isLazy: true }), ...breakpoints({}, { line: 7 }) },
    outcome: 'problem',
    finding: /on demand.*no code on this line/s,
    fix: /from line 7 to line 9/,
  },
  {
    when: 'the file runs on the server only',
    change: {
      ...sources({}, { assembly: 'Host', isInPage: false, path: '/code/Host/Program.cs' }),
      ...breakpoints({ path: '/code/Host/Program.cs', line: 1 }),
    },
    outcome: 'warning',
    finding: /compiled into Host, which runs on the server/,
    fix: /^Debug the server as well/,
  },
  {
    when: 'the file is of no project in the page',
    change: breakpoints({ path: '/code/Tests/CartTests.cs' }),
    outcome: 'warning',
    finding: /no assembly of the app was compiled from this file/,
    fix: /^Remove the breakpoint/,
  },
  {
    when: 'the file is a copy',
    change: breakpoints({ path: '/backup/Shop/Cart.cs' }),
    outcome: 'problem',
    finding: /compiled from `\/code\/Shop\/Cart\.cs`, not from this file/,
    fix: /^Set the breakpoint in `\/code\/Shop\/Cart\.cs`\.$/,
  },
  {
    when: 'the build rewrote the path of the file',
    change: {
      ...sources({ path: '/_/Cart.cs', isOnDisk: false, counterpart: '/code/Shop/Cart.cs' }),
      ...breakpoints({}),
    },
    before: [problem('', '')],
    outcome: 'problem',
    finding: /compiled from `\/_\/Cart\.cs`/,
    fix: /^Fix the first problem above\.$/,
  },
  {
    when: 'those in the page count before those on the server',
    change: breakpoints({ path: '/code/Tests/CartTests.cs' }, { line: 7 }),
    outcome: 'problem',
    finding: /CartTests\.cs:5.*\n- .*Cart\.cs:7/,
    fix: /to line 9/,
  },
  {
    when: 'a file of Windows is named in another way',
    change: {
      ...sources({ path: String.raw`C:\Work\Shop\Cart.cs` }),
      ...breakpoints({ path: String.raw`c:\work\Shop\Cart.cs`, line: 7 }),
    },
    outcome: 'problem',
    finding: /no code on this line of Shop/,
    fix: /line 9/,
  },
  {
    when: 'the sources are not known',
    change: {
      ...breakpoints({}),
      sources: { kind: 'unknown', reason: 'no symbols could be read' },
    },
    outcome: 'unknown',
    finding: /1 of 1 breakpoints are not bound\. Why is not known: no symbols could be read\./,
  },
]);
