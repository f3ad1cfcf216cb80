import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  formatExpected,
  formatSpecPlan,
  inputsEnding,
  outputsEnding,
  planEnding,
  specEnding,
} from '../../../src/host/replay/fixture.ts';
import { launchConfigurationSchema } from '../../../src/protocol/launchConfigurations.ts';
import { parseTrace } from '../../../src/trace/traceText.ts';
import { assertGoldenText } from '../../../tools/fixtures/golden.ts';

const folder = join(import.meta.dirname, '../../fixtures/traces');

/** The names of the fixtures whose files end so. */
function namesOf(ending: string): readonly string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith(ending));
  return files.map((file) => file.slice(0, -ending.length));
}

for (const name of namesOf(inputsEnding)) {
  test(`the trace ${name} has the outputs of its golden file`, async () => {
    const path = join(folder, `${name}${inputsEnding}`);
    const trace = parseTrace(readFileSync(path, 'utf8'), path);
    assertGoldenText(join(folder, `${name}${outputsEnding}`), await formatExpected(trace));
  });
}

for (const name of namesOf(specEnding)) {
  test(`the launch configuration ${name} has the plan of its golden file`, async () => {
    const text = readFileSync(join(folder, `${name}${specEnding}`), 'utf8');
    const configuration = launchConfigurationSchema.parse(JSON.parse(text));
    assertGoldenText(join(folder, `${name}${planEnding}`), await formatSpecPlan(configuration));
  });
}
