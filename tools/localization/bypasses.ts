// Texts that users see in English whatever their language is.

import {
  isBinaryExpression,
  isCallExpression,
  isIdentifier,
  isImportDeclaration,
  isLiteralTypeNode,
  isMethodDeclaration,
  isNewExpression,
  isObjectLiteralExpression,
  isPrivateIdentifier,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isShorthandPropertyAssignment,
  isStatement,
  SyntaxKind,
  type CallExpression,
  type Node,
  type SourceFile,
} from 'typescript/unstable/ast';
import { alternatives, toKey } from './alternatives.ts';
import { getCallee, getObject, toText, valueMark } from './literals.ts';
import { findMeanings } from './meanings.ts';
import { visitAll } from './parse.ts';

/** Properties whose text the editor shows. */
const shownProperties: ReadonlySet<string> = new Set(
  `ariaLabel description detail label message openLabel placeHolder placeholder prompt saveLabel shortTitle title tooltip`.split(
    ' ',
  ),
);

/** Functions that show their arguments. */
const shownArguments =
  /^show(Error|Warning|Information)(Message)?$|^createTerminal$|^setStatusBarMessage$/;

/** Catalogues of errors, which show the values of their errors. Those of tools are for language models. */
const catalogues = /^(?!tool).*Errors$/;

/** Classes of the editor that show their arguments. */
const shownParts: ReadonlySet<string> = new Set(
  'CompletionItem Diagnostic FileDecoration Hover MarkdownString TreeItem'.split(' '),
);

/** Functions whose texts are for other programs, or say where something is. */
const unshownArguments: ReadonlySet<string> = new Set(
  'executeCommand from localize sendText split'.split(' '),
);

/** Functions for messages of sessions, which controllers receive too, and where they are called. */
const sessionMessages = {
  folders: /^src\/vscode\/(debug|run)\//,
  functions: new Set(['failed', 'found', 'inform']),
};

/** Methods whose answers language models read. */
const modelAnswers = /^#?explain/;

/** Names that are the same in all languages. */
const names: ReadonlySet<string> = new Set(['IDE Session Host', 'ms-dotnettools.csharp']);

/** A sentence or a label: a capital letter or a value, and more words, or the mark of something that goes on. */
const phrase = new RegExp(
  `^[^A-Za-z${valueMark}]*([A-Z][A-Za-z',:-]* \\S|${valueMark}\\S* [A-Za-z]{2})|[a-z]…$`,
);

/** Returns a problem for each text of a file that bypasses `localize`. */
export function findBypasses(path: string, file: SourceFile): readonly string[] {
  const meanings = findMeanings(file);
  const problems: string[] = [];
  const report = (node: Node): void => {
    const line = file.text.slice(0, node.end).split('\n').length;
    problems.push(
      `${path}:${line} shows ${JSON.stringify(toKey(node)?.replaceAll(valueMark, '…'))} without localize.`,
    );
  };
  const found = new Set<Node>();
  const add = (shown: Node): void => {
    for (const text of alternatives(shown, meanings)) {
      if (hasWords(text)) found.add(text);
    }
  };
  visitAll(file, (node) => {
    if (isPhrase(node) && !isExempt(path, node) && !isForModel(node)) found.add(node);
    for (const shown of shownBy(node)) add(shown);
  });
  for (const node of found) report(node);
  return problems;
}

/** Returns what a node shows to users. */
function shownBy(node: Node): readonly Node[] {
  if (isCallExpression(node)) {
    if (catalogues.test(getObject(node) ?? '')) return valuesOf(node);
    return shownArguments.test(getCallee(node) ?? '') ? [...node.arguments] : [];
  }
  if (isNewExpression(node)) {
    const callee = isPropertyAccessExpression(node.expression) ? node.expression.name : undefined;
    return shownParts.has(callee?.text ?? '') ? [...(node.arguments ?? [])] : [];
  }
  if (isShorthandPropertyAssignment(node)) {
    return shownProperties.has(toKey(node.name) ?? '') ? [node.name] : [];
  }
  if (isPropertyAssignment(node)) {
    return isIdentifier(node.name) && shownProperties.has(node.name.text) ? [node.initializer] : [];
  }
  if (!isBinaryExpression(node) || node.operatorToken.kind !== SyntaxKind.EqualsToken) return [];
  const { left, right } = node;
  return isPropertyAccessExpression(left) && shownProperties.has(left.name.text) ? [right] : [];
}

/** Returns the values that a call passes in objects. */
function valuesOf({ arguments: passed }: CallExpression): readonly Node[] {
  return passed
    .filter(isObjectLiteralExpression)
    .flatMap(({ properties }) => properties)
    .flatMap((property): readonly Node[] => {
      if (isShorthandPropertyAssignment(property)) return [property.name];
      return isPropertyAssignment(property) ? [property.initializer] : [];
    });
}

/** Whether a literal has words of its own, besides values and icons such as `$(gear)`. */
function hasWords(node: Node): boolean {
  const text = toKey(node) ?? '';
  return !names.has(text) && /[A-Za-z]{2,}/.test(text.replace(/\$\([^)]*\)/g, ''));
}

function isPhrase(node: Node): boolean {
  return hasWords(node) && phrase.test(toText(node) ?? '');
}

function isForModel(node: Node): boolean {
  let at: Node | undefined = node;
  while (at !== undefined && !isMethodDeclaration(at)) at = at.parent;
  return (
    at !== undefined &&
    (isIdentifier(at.name) || isPrivateIdentifier(at.name)) &&
    modelAnswers.test(at.name.text)
  );
}

function isExempt(path: string, node: Node): boolean {
  for (let at = node; !isStatement(at); at = at.parent) {
    const { parent } = at;
    if (isImportDeclaration(parent) || isLiteralTypeNode(parent) || isNewExpression(parent)) {
      return true;
    }
    if (isPropertyAssignment(parent) && isIdentifier(parent.name) && parent.name.text === 'path') {
      return true;
    }
    const callee = getCallee(parent);
    if (callee === undefined) continue;
    if (unshownArguments.has(callee)) return true;
    if (sessionMessages.functions.has(callee) && sessionMessages.folders.test(path)) return true;
    if (/log$/i.test(getObject(parent) ?? '')) return true;
  }
  return false;
}
