// Writes the generated pages of docs/reference: npm run update-reference

import { writeReferencePages } from '../tools/reference/pages.ts';

await writeReferencePages();
