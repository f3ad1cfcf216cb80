/** Joins those parts of a description that there are. */
export function words(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter(Boolean).join(' ');
}
