import { sourceFiles } from '../architecture/source-files.js';
import { errorsDocument } from './errors-document.js';
import { traceRules, type Trace } from './trace.js';
import { traceabilityDocument } from './traceability-document.js';

export function traceOfRepository(): Trace {
  return traceRules(sourceFiles(['libs', 'src', 'test']));
}

/** Text of every generated document by its path, as it has to be in the repository. */
export function generatedDocuments(trace: Trace = traceOfRepository()): Readonly<Record<string, string>> {
  return {
    'docs/errors.md': errorsDocument(),
    'docs/traceability.md': traceabilityDocument(trace),
  };
}
