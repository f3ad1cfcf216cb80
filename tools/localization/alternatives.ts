// The texts among which an expression chooses, as far as its file shows them.

import {
  isArrayLiteralExpression,
  isAsExpression,
  isBinaryExpression,
  isCallExpression,
  isConditionalExpression,
  isElementAccessExpression,
  isIdentifier,
  isObjectLiteralExpression,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isSatisfiesExpression,
  type Node,
} from 'typescript/unstable/ast';
import { toText } from './literals.ts';

/** What the names of a file stand for: what they are set to, the elements of which they are one, or what they return. */
export type Meanings = ReadonlyMap<string, readonly Node[]>;

/** Returns the texts, tables and lists that an expression may be. */
export function alternatives(
  node: Node,
  meanings: Meanings,
  known: readonly string[] = [],
): readonly Node[] {
  const follow = (one: Node): readonly Node[] => alternatives(one, meanings, known);
  const followName = (name: string): readonly Node[] =>
    known.includes(name)
      ? []
      : (meanings.get(name) ?? []).flatMap((one) => alternatives(one, meanings, [...known, name]));
  if (isText(node) || isObjectLiteralExpression(node) || isArrayLiteralExpression(node)) {
    return [node];
  }
  if (isParenthesizedExpression(node) || isAsExpression(node) || isSatisfiesExpression(node)) {
    return follow(node.expression);
  }
  if (isConditionalExpression(node)) return [node.whenTrue, node.whenFalse].flatMap(follow);
  if (isBinaryExpression(node)) return [node.left, node.right].flatMap(follow);
  if (isIdentifier(node)) return followName(node.text);
  if (isCallExpression(node) && isIdentifier(node.expression)) {
    return followName(node.expression.text);
  }
  if (isElementAccessExpression(node)) {
    return follow(node.expression).flatMap(getElements).flatMap(follow);
  }
  if (isPropertyAccessExpression(node)) {
    return follow(node.expression)
      .flatMap((table) => getProperty(table, node.name.text))
      .flatMap(follow);
  }
  return [];
}

/** Returns the values of a table, or the elements of a list. */
export function getElements(node: Node): readonly Node[] {
  if (isArrayLiteralExpression(node)) return [...node.elements];
  if (!isObjectLiteralExpression(node)) return [];
  return node.properties.flatMap((one) => (isPropertyAssignment(one) ? [one.initializer] : []));
}

/** Returns the value of a property of a table. */
export function getProperty(node: Node, name: string): readonly Node[] {
  if (!isObjectLiteralExpression(node)) return [];
  return node.properties.flatMap((one) =>
    isPropertyAssignment(one) && toKey(one.name) === name ? [one.initializer] : [],
  );
}

/** Returns the name of a property as a text. */
export function toKey(name: Node): string | undefined {
  return isIdentifier(name) ? name.text : toText(name);
}

/** Whether a node is a literal, or a key of a table, which becomes a text in a list of keys. */
function isText(node: Node): boolean {
  return toText(node) !== undefined || isKey(node);
}

function isKey(node: Node): boolean {
  return isPropertyAssignment(node.parent) && node.parent.name === node;
}
