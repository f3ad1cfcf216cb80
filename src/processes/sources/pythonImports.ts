import { dirname, join } from 'node:path';
import type { FindImports } from './imports.ts';

const plainImport = /^[ \t]*import[ \t]+([\w., \t]+)/gm;
const fromImport = /^[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)/gm;

/** Returns a function that tells where the imports of a Python file may be, of modules in this folder. */
export function pythonImportsIn(folder: string): FindImports {
  return (text, file) => [
    ...[...text.matchAll(plainImport)].flatMap(([, list = '']) =>
      splitNames(list).flatMap((name) => listModules(folder, name)),
    ),
    ...[...text.matchAll(fromImport)].flatMap(([, dots = '', name = '', list = '']) => {
      const base = dots === '' ? folder : parentFolder(dirname(file), dots.length - 1);
      const below = splitNames(list).map((each) => (name === '' ? each : `${name}.${each}`));
      return [name, ...below].flatMap((each) => listModules(base, each));
    }),
  ];
}

/** Returns where a module may be, with the packages that contain it. */
export function listModules(folder: string, name: string): readonly (readonly string[])[] {
  const parts = name.split('.').filter((part) => part !== '');
  return parts.map((_, index) => {
    const path = join(folder, ...parts.slice(0, index + 1));
    return [join(path, '__init__.py'), `${path}.py`];
  });
}

/** Returns the names of a list such as `a, b as c`. */
function splitNames(list: string): readonly string[] {
  return list
    .replaceAll(/[()\\]|#.*/g, ' ')
    .split(',')
    .map((part) => part.trim().split(/\s/)[0] ?? '')
    .filter((name) => /^[\w.]+$/.test(name));
}

function parentFolder(folder: string, levels: number): string {
  return levels === 0 ? folder : parentFolder(dirname(folder), levels - 1);
}
