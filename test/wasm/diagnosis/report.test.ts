import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setLanguage } from '../../../src/common/localization.ts';
import { diagnose } from '../../../src/wasm/diagnosis/diagnose.ts';
import type { DiagnosisFacts } from '../../../src/wasm/diagnosis/facts.ts';
import { reasons } from '../../../src/wasm/diagnosis/gatherBuilt.ts';
import { renderReport } from '../../../src/wasm/diagnosis/report.ts';
import { afterTest } from '../../../tools/fixtures/afterTest.ts';
import { facts, project, ranSession, servedApp } from './healthyFacts.ts';

function rendered(change: Partial<DiagnosisFacts>): string {
  return renderReport(diagnose(facts(change)));
}

test('a report without problems says so, and has a section for each check in order', () => {
  const text = rendered({});
  assert.match(
    text,
    /^# Blazor debugging: Shop at http:\/\/localhost:5000\/\n\n\*\*No problems found/,
  );
  assert.deepEqual(
    text.match(/^## .*/gm),
    [
      'Project and configuration',
      'Symbols in the page',
      'Boot configuration',
      'Debug proxy',
      'Browser',
      'Runtime and proxy versions',
      'Source paths',
      'Service worker',
      'Other extensions',
      'Breakpoints',
    ].map((title, index) => `## ${index + 1}. ${title}: ✅ ok`),
  );
  assert.equal(text.includes('**Fix:**'), false);
});

test('a report recommends fixing the first problem', () => {
  const text = rendered({
    ...servedApp({}, { debugLevel: 0 }),
    ...ranSession({ proxy: undefined, breakpoints: [] }),
  });
  const [, summary = ''] = text.split('\n\n');
  assert.match(summary, /^\*\*Fix this first: Boot configuration\.\*\* Set `<Wasm/);
  assert.match(summary, / This may also fix 1 more\.$/);
});

test('a problem takes precedence over an earlier warning', () => {
  const warned = { ...facts(), workspaceFolders: [{ path: '/other', realPath: '/other' }] };
  assert.match(rendered(warned), /\*\*Check this: Source paths\.\*\*/);
  const both = { ...warned, otherDebugSessions: ['blazorwasm'] };
  assert.match(rendered(both), /\*\*Fix this first: Other extensions\.\*\*/);
});

test('each problem and each warning has exactly one fix', () => {
  const text = rendered({
    ...project({ kind: 'library' }),
    ...ranSession({ proxy: undefined, browser: undefined }),
  });
  const failed = text.match(/: (❌ problem|⚠️ warning)$/gm)?.length;
  assert.ok(failed !== undefined && failed >= 3);
  assert.equal(text.match(/^\*\*Fix:\*\* /gm)?.length, failed);
});

test('a report without facts says so and has no problems', () => {
  const report = diagnose({
    session: undefined,
    project: { kind: 'unknown', reason: 'no project was chosen' },
    client: undefined,
    built: { kind: 'unknown', reason: 'no project was chosen' },
    served: { kind: 'not asked' },
    sources: { kind: 'unknown', reason: 'no symbols could be read' },
    workspaceFolders: [],
    extensions: [],
    settings: { debugger: 'built-in' },
  });
  assert.equal(report.first, undefined);
  assert.match(
    renderReport(report),
    /^# Blazor debugging\n\n\*\*.*some checks could not be performed/,
  );
});

test('breakpoints refer to earlier problems', () => {
  const unbound = { path: '/code/Shop/Cart.cs', line: 5, verified: false };
  const fixOf = (change: Partial<DiagnosisFacts>): string | undefined => {
    const last = diagnose(facts(change)).results.at(-1);
    return last !== undefined && 'fix' in last ? last.fix : undefined;
  };
  assert.match(fixOf(ranSession({ breakpoints: [unbound] })) ?? '', /^Reload the page/);
  const detached = ranSession({ breakpoints: [unbound], isAttached: false });
  assert.equal(fixOf(detached), 'Fix the first problem above.');
});

test('a report is in the language of the user, also the reasons for what is unknown', (context) => {
  setLanguage((text) => `‹${text}›`);
  afterTest(context, () => setLanguage((text) => text));
  const text = rendered({
    ...servedApp({}, { debugLevel: 0 }),
    ...ranSession({ proxy: undefined }),
    built: { kind: 'unknown', reason: reasons.notChosen() },
  });
  assert.match(text, /^# ‹Blazor debugging›: ‹Shop at /);
  assert.match(text, /: ‹no project was chosen›/);
  assert.doesNotMatch(withoutMarked(text), /[A-Za-z]/);
});

/** Removes what is between marks, which contain others. */
function withoutMarked(text: string): string {
  const rest = text.replaceAll(/‹[^‹›]*›/g, '');
  return rest === text ? rest : withoutMarked(rest);
}
