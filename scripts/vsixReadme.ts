// The README for the VSIX, without the repository's pictures and documents: node
// scripts/vsixReadme.ts

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { projectFolder } from '../tools/setup/node.mjs';

const readme = readFileSync(join(projectFolder, 'README.md'), 'utf8');
const picture = /^!\[[^\]]*\]\[[^\]]*\]\n\n/gm;
const documents = /^## Documentation\n[^]*?(?=^\[|^License)/m;
const link = /\[([^\]]+)\]\[[^\]]+\]/g;
const target = /^\[[^\]]+\]: .*\n?/gm;

const text = readme
  .replaceAll(picture, '')
  .replace(documents, 'Guides and reference are in the folder `docs` of the sources.\n\n')
  .replaceAll(link, '$1')
  .replaceAll(target, '')
  .trimEnd();
const dist = join(projectFolder, 'dist');
mkdirSync(dist, { recursive: true });
writeFileSync(join(dist, 'README.md'), `${text}\n`);
