import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '../architecture/source-files.js';
import { generatedDocuments, traceOfRepository } from './generated-documents.js';
import { shortcomings } from './trace.js';

const trace = traceOfRepository();

describe('the rules of the catalogue', () => {
  it('TORPOR-11 are carried by code and proved by tests, and no others are named', () => {
    expect(shortcomings(trace)).toBe('');
  });
});

describe('the generated documents', () => {
  it.each(Object.entries(generatedDocuments(trace)))('%s is as generated', (path, text) => {
    const isCurrent = readFileSync(join(ROOT, path), 'utf8') === text;
    expect(isCurrent, `${path} is out of date: run "node scripts/generate-docs.mjs"`).toBe(true);
  });
});
