import { filesBelow } from './files.ts';
import { type CheckResult, runTool } from './tool.ts';

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

/** Checks who imports whom, and that the checker has looked at every module, imports included. */
export async function checkImportDirections(): Promise<CheckResult> {
  const args = [
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'json',
    'src',
    'test/controller',
  ];
  const { output } = await runTool('depcruise', args);
  const result = parse(output);
  if (result === undefined) return { isPassed: false, output };
  const problems = [...unseen(result), ...violations(result)];
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
