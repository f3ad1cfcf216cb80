// Loaded first by each test file's process: its compiled modules, without their types, are kept for
// the processes after it, most of which import the same. Programs that a test starts are not affected.

import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { projectFolder } from '../setup/node.mjs';

enableCompileCache(join(projectFolder, 'dist', 'compiled'));
