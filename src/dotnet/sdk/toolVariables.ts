/**
 * Environment variables for .NET tools that are started for one session, such as debug proxies and dev servers.
 * They run most of their code a few times, so the JIT compiler has nothing to gain from optimizing it while the
 * page is still loading.
 */
export const toolVariables = {
  // Instrumented code is slower until it is optimized.
  DOTNET_TieredPGO: '0',
  // How long no new method must be called before methods are optimized, in milliseconds, hexadecimal: 1 second.
  DOTNET_TC_CallCountingDelayMs: '3E8',
} as const;
