// The README for the VSIX, in which pictures of the repository can't be shown: node scripts/vsixReadme.ts

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { projectFolder } from './setup/node.mjs';

const readme = readFileSync(join(projectFolder, 'README.md'), 'utf8');
const picture = /^!\[[^\]]*\]\[[^\]]*\]\n\n/gm;
const dist = join(projectFolder, 'dist');
mkdirSync(dist, { recursive: true });
writeFileSync(
  join(dist, 'README.md'),
  readme.replaceAll(picture, '').replace(/^\[picture\]:.*\n/m, ''),
);
