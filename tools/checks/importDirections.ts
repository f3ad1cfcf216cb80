import { createRequire } from 'node:module';
import { filesBelow } from './files.ts';
import { levels } from './layers.cjs';
import { type CheckResult, runTool } from './tool.ts';

interface Rule {
  readonly name: string;
  readonly from: { readonly path?: string };
}

const { forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
  readonly forbidden: readonly Rule[];
};

interface CruiseResult {
  readonly modules: readonly {
    readonly source: string;
    readonly dependencies: readonly unknown[];
  }[];
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

/**
 * Checks the import directions, that all modules were checked, that each layer has a rule, and that each rule
 * matches a module.
 */
export async function checkImportDirections(): Promise<CheckResult> {
  const args = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', 'src', 'tools'];
  const { output } = await runTool('depcruise', args);
  const result = parse(output);
  if (result === undefined) return { isPassed: false, output };
  const problems = [...unseen(result), ...unruled(result), ...violations(result)];
  return { isPassed: problems.length === 0, output: problems.join('\n') };
}

function unseen({ modules }: CruiseResult): string[] {
  const seen = new Map(modules.map(({ source, dependencies }) => [source, dependencies.length]));
  const files = filesBelow('src', '.ts');
  if (files.length === 0) return ['There are no modules to look at.'];
  const imports = files.reduce((sum, file) => sum + (seen.get(file) ?? 0), 0);
  return [
    ...files.filter((file) => !seen.has(file)).map((file) => `${file} was not looked at.`),
    ...(imports < files.length ? [`Only ${imports} imports were seen.`] : []),
  ];
}

/** Returns folders without a level, and rules that match no module. */
function unruled({ modules }: CruiseResult): string[] {
  const sources = modules.map(({ source }) => source);
  const known = new Set(levels.flat());
  const layers = new Set(sources.flatMap((source) => /^src\/(\w+)\//.exec(source)?.[1] ?? []));
  const idle = forbidden.filter(({ from: { path } }) => {
    return path !== undefined && !sources.some((source) => new RegExp(path).test(source));
  });
  return [
    ...[...layers]
      .filter((layer) => !known.has(layer))
      .map((layer) => `src/${layer} has no level.`),
    ...idle.map(({ name }) => `${name} matches no module.`),
  ];
}

function violations({ summary }: CruiseResult): string[] {
  return summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} imports ${to}`);
}

function parse(output: string): CruiseResult | undefined {
  try {
    return JSON.parse(output.slice(0, output.lastIndexOf('}') + 1)) as CruiseResult;
  } catch {
    return undefined;
  }
}
