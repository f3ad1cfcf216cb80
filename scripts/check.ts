// The checks that need no run of the program: npm run check

import { staticChecks } from '../tools/checks/staticChecks.ts';

let failed = 0;
for (const check of staticChecks) {
  const { isPassed, output } = await check.run();
  console.log(`${isPassed ? 'passed' : 'FAILED'}: ${check.name}`);
  if (!isPassed) {
    failed += 1;
    console.log(output);
  }
}
process.exitCode = failed === 0 ? 0 : 1;
