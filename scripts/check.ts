// The static checks: npm run check

import { startStaticChecks } from '../tools/checks/staticChecks.ts';

let failed = 0;
for (const { name, result } of startStaticChecks()) {
  const { isPassed, output } = await result;
  console.log(`${isPassed ? 'passed' : 'FAILED'}: ${name}`);
  if (!isPassed) {
    failed += 1;
    console.log(output);
  }
}
process.exitCode = failed === 0 ? 0 : 1;
