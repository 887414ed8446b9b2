import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sourceFiles } from '../architecture/source-files.js';
import { armCoverageDocument } from './arm-coverage-document.js';
import { errorsDocument } from './errors-document.js';
import { faultsDocument } from './faults-document.js';
import { fidelityDocument } from './fidelity-document.js';
import { traceRules, type Trace } from './trace.js';
import { traceabilityDocument } from './traceability-document.js';

export function traceOfRepository(): Trace {
  return traceRules(sourceFiles(['libs', 'src', 'test']));
}

/** Text of every generated document by its path, as it has to be in the repository. */
export function generatedDocuments(trace: Trace = traceOfRepository()): Readonly<Record<string, string>> {
  return {
    'docs/arm-coverage.md': armCoverageDocument(),
    'docs/errors.md': errorsDocument(),
    'docs/faults.md': faultsDocument(),
    'docs/fidelity.md': fidelityDocument(writtenPart('docs/fidelity.md')),
    'docs/traceability.md': traceabilityDocument(trace),
  };
}

/** A document that is partly written by hand is its own template. */
function writtenPart(path: string): string {
  return readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
}
