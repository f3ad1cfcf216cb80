/**
 * Parses the milliseconds of each phase from a console line such as `Time until breakpoints were
 * bound: evaluate 0.60 s, build 2.10 s`.
 */
export function readPhases(text: string): Record<string, number> {
  const [, list] = /^Time until breakpoints were bound: (.*)$/m.exec(text) ?? [];
  const parts = [...(list ?? '').matchAll(/([a-z ]+?) (\d+\.\d+) s(?:, |$)/g)];
  return Object.fromEntries(parts.map(([, phase = '', time]) => [phase, Number(time) * 1000]));
}
