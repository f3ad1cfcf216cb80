/** How images that browsers show as icons start, as Latin-1 text. */
const starts: readonly (readonly [type: string, start: string])[] = [
  ['image/png', '\x89PNG\r\n\x1a\n'],
  ['image/x-icon', '\0\0\x01\0'],
  ['image/jpeg', '\xff\xd8\xff'],
  ['image/gif', 'GIF8'],
  ['image/webp', 'RIFF'],
];

/** Unlike a page of HTML that contains an SVG. */
const svg = /^(?![^]*<html)(?:\xef\xbb\xbf)?\s*<(?:[^]*<)?svg[\s>]/i;

/** How much of an image is looked at, in bytes. */
const looked = 1_024;

/** Returns the media type of an image by its content; `undefined` if it is none that is known. */
export function imageType(image: Uint8Array): string | undefined {
  const text = Buffer.from(image.subarray(0, looked)).toString('latin1');
  const found = starts.find(([, start]) => text.startsWith(start))?.[0];
  return found ?? (svg.test(text) ? 'image/svg+xml' : undefined);
}
