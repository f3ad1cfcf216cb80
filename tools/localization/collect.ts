// The texts that translators translate.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  isCallExpression,
  isFunctionLikeDeclaration,
  isObjectLiteralExpression,
  isPropertyAssignment,
  isPropertyDeclaration,
  isTemplateExpression,
  type CallExpression,
  type Node,
  type SourceFile,
} from 'typescript/unstable/ast';
import { filesBelow } from '../checks/files.ts';
import { catalogues } from '../reference/catalogues.ts';
import { projectFolder } from '../setup/node.mjs';
import { getCallee, toText } from './literals.ts';
import { parseSources, visitAll } from './parse.ts';

/** Where `localize` and `definePhrases` are defined, which have no texts of their own. */
const definitions: ReadonlySet<string> = new Set([
  'src/common/localization.ts',
  'src/common/phrases.ts',
]);

/** Renders the file of all texts, each as its own translation, as the editor expects it. */
export function renderBundle(): string {
  const texts = new Set([...catalogueTexts(), ...sourceTexts()].filter((text) => text !== ''));
  const entries = [...texts].toSorted(compare).map((text) => [text, text]);
  return `${JSON.stringify(Object.fromEntries(entries), undefined, 2)}\n`;
}

/**
 * Returns the texts with which a file calls `localize`, and the phrases that it defines.
 *
 * @throws Error if a text isn't a literal, or is translated before the language is known.
 */
export function collectTexts(path: string, file: SourceFile): readonly string[] {
  const texts: string[] = [];
  visitAll(file, (node) => {
    if (!isCallExpression(node)) return;
    if (getCallee(node) === 'definePhrases') texts.push(...phrasesOf(path, node));
    if (getCallee(node) !== 'localize') return;
    const [text] = node.arguments;
    const found = text && !isTemplateExpression(text) ? toText(text) : undefined;
    if (found === undefined) throw new Error(`${path} localizes a text that is not a literal.`);
    if (!isInFunction(node)) throw new Error(`${path} localizes ${found} when it is loaded.`);
    texts.push(found);
  });
  return texts;
}

/** Returns the phrases of a call of `definePhrases`. */
function phrasesOf(path: string, call: CallExpression): readonly string[] {
  const [phrases] = call.arguments;
  if (phrases === undefined || !isObjectLiteralExpression(phrases)) {
    throw new Error(`${path} defines phrases that are not in an object.`);
  }
  return phrases.properties.map((property) => {
    const text = isPropertyAssignment(property) ? property.initializer : undefined;
    const found = text && !isTemplateExpression(text) ? toText(text) : undefined;
    if (found === undefined) throw new Error(`${path} defines a phrase that is not a literal.`);
    return found;
  });
}

function isInFunction(node: Node): boolean {
  for (let at: Node | undefined = node; at !== undefined; at = at.parent) {
    if (isFunctionLikeDeclaration(at) || isPropertyDeclaration(at)) return true;
  }
  return false;
}

function sourceTexts(): readonly string[] {
  const sources = filesBelow('src', '.ts')
    .filter((path) => !definitions.has(path))
    .map((path) => [path, readFileSync(join(projectFolder, path), 'utf8')] as const)
    .filter(([, text]) => /\b(localize|definePhrases)\(/.test(text));
  const texts: string[] = [];
  parseSources(new Map(sources), (path, file) => texts.push(...collectTexts(path, file)));
  return texts;
}

function catalogueTexts(): readonly string[] {
  return catalogues.flatMap(({ errors }) =>
    Object.values(errors).flatMap(({ entry }) => [entry.message, entry.remedy]),
  );
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
