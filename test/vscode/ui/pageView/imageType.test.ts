import assert from 'node:assert/strict';
import { test } from 'node:test';
import { imageType } from '../../../../src/vscode/ui/pageView/imageType.ts';

const images: readonly (readonly [start: string, type: string | undefined])[] = [
  ['\x89PNG\r\n\x1a\n\0\0', 'image/png'],
  ['\0\0\x01\0\x01\0', 'image/x-icon'],
  ['\xff\xd8\xff\xe0', 'image/jpeg'],
  ['GIF89a', 'image/gif'],
  ['RIFF\x10\0\0\0WEBPVP8 ', 'image/webp'],
  ['<svg xmlns="http://www.w3.org/2000/svg">', 'image/svg+xml'],
  ['\xef\xbb\xbf<?xml version="1.0"?>\n<!-- a logo --><svg>', 'image/svg+xml'],
  ['<!doctype html><html><body><svg></svg>', undefined],
  ['Not found', undefined],
  ['', undefined],
];

for (const [start, type] of images) {
  test(`an icon that starts with ${JSON.stringify(start)} is ${type ?? 'not known'}`, () => {
    assert.equal(imageType(Buffer.from(start, 'latin1')), type);
  });
}
