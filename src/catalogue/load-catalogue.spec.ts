import { describe, expect, it } from 'vitest';
import { loadCatalogue } from './load-catalogue.js';

describe('loadCatalogue', () => {
  it('reads the data once', () => {
    expect(loadCatalogue()).toBe(loadCatalogue());
  });
});
