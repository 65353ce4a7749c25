import { writeFileSync } from 'node:fs';
import { errorsDocument } from '../src/explain/document.ts';
import { families } from '../src/explain/entries.ts';
import { wireEvents } from '../src/explain/wire-events.ts';

// Writes the documents that are made from data. Run it with: npx tsx docs/generate.ts
writeFileSync(new URL('errors.md', import.meta.url), errorsDocument(families, wireEvents));
