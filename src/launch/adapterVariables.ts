/** How debug adapters of a type are told the variables of the program, in their debug configuration. */
export function adapterVariables(
  debugType: string,
  environment: Readonly<Record<string, string>>,
): Readonly<Record<string, unknown>> {
  switch (debugType) {
    case 'cppdbg':
    case 'cppvsdbg':
      return {
        environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
      };
    case 'maui':
      // The app may run on another machine, which has variables of its own.
      return {};
    default:
      return { env: environment };
  }
}
