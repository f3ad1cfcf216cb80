import { dirname, extname, resolve } from 'node:path';

/** Literal paths of `import`, `export … from`, `import()` and `require()` that begin with a dot. */
const imports =
  /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*|\bimport\s*)(["'])(\.{1,2}(?:\/[^"'\n]*)?)\1/g;
const extensions = ['.js', '.mjs', '.cjs', '.ts', '.mts', '.cts', '.jsx', '.tsx', '.json'];

/** Returns where the relative imports of a JavaScript or TypeScript file may be. */
export function findJavaScriptImports(text: string, file: string): readonly (readonly string[])[] {
  return [...text.matchAll(imports)].map(([, , path = '']) => {
    const target = resolve(dirname(file), path);
    return [
      target,
      ...extensions.map((extension) => target + extension),
      ...listSources(target),
      ...extensions.map((extension) => `${target}/index${extension}`),
    ];
  });
}

/** TypeScript imports a source by the name of what it is compiled to. */
function listSources(target: string): readonly string[] {
  const extension = extname(target);
  if (!/^\.[cm]?jsx?$/.test(extension)) return [];
  const base = target.slice(0, -extension.length);
  return [base + extension.replace('js', 'ts'), `${base}.tsx`];
}
