import assert from 'node:assert/strict';
import { test } from 'node:test';
import { debug, SourceBreakpoint } from '../../../../tools/fixtures/editorStandIn.ts';

const { editorBreakpoints, hasScriptBreakpoints } =
  await import('../../../../src/vscode/debug/page/editorBreakpoints.ts');

function breakpointAt(fsPath: string, line: number, condition: string): object {
  const location = { uri: { fsPath }, range: { start: { line: line - 1 } } };
  return Object.assign(new SourceBreakpoint(), { location, condition });
}

test('a breakpoint is found by its line and file, whatever the case of a Windows drive', () => {
  debug.breakpoints = [
    breakpointAt('/shop/calc.cs', 5, 'lower'),
    breakpointAt('/shop/Calc.cs', 5, 'upper'),
    breakpointAt('c:\\shop\\Calc.cs', 6, 'windows'),
  ];
  const breakpoints = editorBreakpoints(() => undefined);
  assert.equal(breakpoints.at('/shop/Calc.cs', 5)?.condition, 'upper');
  assert.equal(breakpoints.at('C:\\shop\\Calc.cs', 6)?.condition, 'windows');
  assert.equal(breakpoints.at('/shop/Calc.cs', 6), undefined);
});

test('the same failure of a breakpoint is told once', () => {
  const told: string[] = [];
  const breakpoints = editorBreakpoints((path, line, message) => {
    told.push(`${path}:${line} ${message}`);
  });
  for (const message of ['a is missing', 'a is missing', 'b is missing']) {
    breakpoints.failed('/shop/Calc.cs', 5, message);
  }
  assert.deepEqual(told, ['/shop/Calc.cs:5 a is missing', '/shop/Calc.cs:5 b is missing']);
});

test('breakpoints in JavaScript, and what is compiled to it, are found if they are enabled', () => {
  const find = (path: string, enabled = true): boolean => {
    const location = { uri: { path } };
    debug.breakpoints = [{}, Object.assign(new SourceBreakpoint(), { location, enabled })];
    return hasScriptBreakpoints();
  };
  for (const name of ['app.js', 'app.mjs', 'app.cts', 'App.TSX', 'Home.razor.js', 'index.html']) {
    assert.ok(find(`/shop/${name}`), name);
  }
  for (const name of ['Calc.cs', 'Home.razor', 'js/Calc.cs', 'appsettings.json']) {
    assert.ok(!find(`/shop/${name}`), name);
  }
  assert.ok(!find('/shop/app.js', false));
});
