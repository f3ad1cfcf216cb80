// What the names of a file stand for.

import {
  isArrayBindingPattern,
  isArrowFunction,
  isBindingElement,
  isBlock,
  isCallExpression,
  isForOfStatement,
  isFunctionDeclaration,
  isIdentifier,
  isObjectBindingPattern,
  isObjectLiteralExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isReturnStatement,
  isVariableDeclaration,
  isVariableDeclarationList,
  type Node,
  type SourceFile,
} from 'typescript/unstable/ast';
import { alternatives, getElements, getProperty, type Meanings, toKey } from './alternatives.ts';
import { getCallee, getObject } from './literals.ts';
import { visitAll } from './parse.ts';

/** Finds what the constants and functions of a file stand for, and the names of the elements of its tables and lists. */
export function findMeanings(file: SourceFile): Meanings {
  const meanings = new Map<string, Node[]>();
  const add = (name: Node, values: readonly Node[]): void => {
    if (isIdentifier(name))
      meanings.set(name.text, [...(meanings.get(name.text) ?? []), ...values]);
  };
  visitAll(file, (node) => {
    if (isVariableDeclaration(node) && node.initializer !== undefined) {
      const { initializer, name } = node;
      add(name, isArrowFunction(initializer) ? returnedBy(initializer.body) : [initializer]);
    }
    if (isFunctionDeclaration(node) && node.name && node.body)
      add(node.name, returnedBy(node.body));
  });
  // Tables and lists are known from here on.
  visitAll(file, (node) => {
    const [name, list] = getIteration(node) ?? [];
    if (name === undefined || list === undefined) return;
    for (const [part, values] of bind(name, elementsOf(list, meanings))) add(part, values);
  });
  return meanings;
}

/** Returns what a function returns, also what functions in it do. */
function returnedBy(body: Node): readonly Node[] {
  if (!isBlock(body)) return [body];
  const returned: Node[] = [];
  visitAll(body, (node) => {
    if (isReturnStatement(node) && node.expression) returned.push(node.expression);
  });
  return returned;
}

/** Returns the name of an element, and of what: of `for (const name of list)` and of `list.map((name) => …)`. */
function getIteration(node: Node): readonly [name: Node, list: Node] | undefined {
  if (isForOfStatement(node) && isVariableDeclarationList(node.initializer)) {
    const [declaration] = node.initializer.declarations;
    return declaration && [declaration.name, node.expression];
  }
  if (!isCallExpression(node) || !isPropertyAccessExpression(node.expression)) return undefined;
  const [callback] = node.arguments;
  if (callback === undefined || !isArrowFunction(callback)) return undefined;
  const [parameter] = callback.parameters;
  return parameter && [parameter.name, node.expression.expression];
}

/** An element of a list: itself, or a key of a table with its value. */
type Element = Node | readonly [key: Node, value: Node];

/** Returns the elements of a list, or what `Object.entries`, `keys` and `values` make of a table. */
function elementsOf(list: Node, meanings: Meanings): readonly Element[] {
  if (!isCallExpression(list) || getObject(list) !== 'Object') {
    return alternatives(list, meanings).flatMap(getElements);
  }
  const [table] = list.arguments;
  const tables = table ? alternatives(table, meanings).filter(isObjectLiteralExpression) : [];
  const properties = tables.flatMap((one) => one.properties.filter(isPropertyAssignment));
  switch (getCallee(list)) {
    case 'entries':
      return properties.map(({ initializer, name }) => [name, initializer]);
    case 'keys':
      return properties.map(({ name }) => name);
    case 'values':
      return properties.map(({ initializer }) => initializer);
    default:
      return [];
  }
}

/** Returns the names of a pattern with what they stand for, where the whole stands for these elements. */
function bind(
  pattern: Node,
  elements: readonly Element[],
): readonly (readonly [Node, readonly Node[]])[] {
  if (isArrayBindingPattern(pattern)) {
    return pattern.elements.flatMap((part, index) =>
      isBindingElement(part) && part.name
        ? [[part.name, elements.flatMap((one) => ('length' in one ? (one[index] ?? []) : []))]]
        : [],
    );
  }
  const nodes = elements.filter((one): one is Node => !('length' in one));
  if (!isObjectBindingPattern(pattern)) return [[pattern, nodes]];
  return pattern.elements.flatMap(({ name, propertyName }) => {
    const key = name && toKey(propertyName ?? name);
    return name && key !== undefined ? [[name, nodes.flatMap((one) => getProperty(one, key))]] : [];
  });
}
