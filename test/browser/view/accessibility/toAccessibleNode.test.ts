import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type BrowserNode,
  TreeConversion,
} from '../../../../src/browser/view/accessibility/toAccessibleNode.ts';
import type { AccessibleNode } from '../../../../src/pageView/messages/accessibleNode.ts';

interface Changes extends Partial<BrowserNode> {
  readonly text?: string;
  readonly states?: Readonly<Record<string, unknown>>;
}

let ids = 0;

/** A node of the browser, with the ids of its children. */
function node(
  role: string,
  children: readonly BrowserNode[] = [],
  changes: Changes = {},
): BrowserNode {
  const { states = {}, text, ...own } = changes;
  const id = ++ids;
  return {
    nodeId: String(id),
    backendDOMNodeId: id,
    ignored: false,
    role: { value: role },
    childIds: children.map(({ nodeId }) => nodeId),
    ...(text !== undefined && { name: { value: text } }),
    properties: Object.entries(states).map(([name, value]) => ({ name, value: { value } })),
    ...own,
  };
}

const ignored = { ignored: true };

function convert(...document: readonly BrowserNode[]): AccessibleNode | undefined {
  return new TreeConversion(new Map()).convert(document);
}

/** The roles of a tree, each with those below it. */
function outline({ children, name, role }: AccessibleNode): string {
  const inner = children.map(outline).join(' ');
  return `${name === '' ? role : `${role} ${name}`}${inner === '' ? '' : ` (${inner})`}`;
}

test('an empty document has no tree', () => {
  assert.equal(convert(), undefined);
});

const roles: readonly (readonly [browser: string, aria: string])[] = [
  ['button', 'button'],
  ['PopUpButton', 'combobox'],
  ['image', 'img'],
  ['StaticText', 'StaticText'],
  ['RootWebArea', 'RootWebArea'],
  ['GenericContainer', 'generic'],
  ['constructor', 'constructor'],
  ['"><script>', 'generic'],
  ['', 'generic'],
];

for (const [browser, aria] of roles) {
  test(`the role ${JSON.stringify(browser)} of a browser is ${aria}`, () => {
    assert.equal(convert(node(browser))?.role, aria);
  });
}

test('children of ignored nodes are those of the nearest that is shown', () => {
  const box = node('InlineTextBox', [], { text: 'Save' });
  const text = node('StaticText', [box], { text: 'Save' });
  const inner = node('none', [text], ignored);
  const outer = node('none', [inner], ignored);
  const button = node('button', [outer]);
  const unplaced = node('link', [button], { backendDOMNodeId: undefined });
  const root = node('RootWebArea', [unplaced]);
  const tree = convert(root, unplaced, button, outer, inner, text, box);
  assert.equal(tree && outline(tree), 'RootWebArea (button (StaticText Save))');
});

test('children that the browser has not sent are left out', () => {
  const missing = node('button');
  const tree = convert(node('RootWebArea', [missing, missing]));
  assert.deepEqual(tree?.children, []);
});

test('only states that ARIA knows and that say something are told', () => {
  const states = { checked: 'mixed', hasPopup: 'menu', level: 2, disabled: false, focusable: true };
  const checkbox = node('checkbox', [], { states: { ...states, invalid: 'false', valuetext: '' } });
  assert.deepEqual(convert(checkbox)?.states, {
    checked: 'mixed',
    haspopup: 'menu',
    level: '2',
    disabled: 'false',
  });
  const invalid = node('textbox', [], { states: { invalid: 'spelling' } });
  assert.deepEqual(convert(invalid)?.states, { invalid: 'spelling' });
});

test('texts have a bound, and values that are none are empty', () => {
  const long = node('textbox', [], { text: 'x'.repeat(2_000), value: { value: { a: 1 } } });
  const converted = convert(long);
  assert.equal(converted?.name.length, 1_000);
  assert.equal(converted.value, '');
  assert.equal(converted.description, '');
});

test('the document of a frame is below its element, after its own children', () => {
  const own = node('StaticText', [], { text: 'fallback' });
  const frame = node('Iframe', [own]);
  const root = node('RootWebArea', [frame]);
  const inner = node('button', [], { text: 'Pay' });
  const document = [node('RootWebArea', [inner]), inner];
  const frames = new Map([[frame.backendDOMNodeId ?? 0, document]]);
  const tree = new TreeConversion(frames).convert([root, frame, own]);
  assert.equal(
    tree && outline(tree),
    'RootWebArea (group (StaticText fallback RootWebArea (button Pay)))',
  );
});

test('frames that contain each other end somewhere', () => {
  const frame = node('Iframe');
  const document = [node('RootWebArea', [frame]), frame];
  const frames = new Map([[frame.backendDOMNodeId ?? 0, document]]);
  const tree = new TreeConversion(frames).convert(document);
  assert.ok(tree && outline(tree).split('RootWebArea').length < 60);
});

test('a large page has a bounded number of nodes', () => {
  const rows = Array.from({ length: 5_000 }, () => node('row'));
  const root = node('RootWebArea', rows);
  assert.equal(convert(root, ...rows)?.children.length, 1_999);
});
