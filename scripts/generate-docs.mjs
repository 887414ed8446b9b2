// Writes the documents that are generated from the sources: docs/traceability.md and docs/errors.md.
// Run it after adding or moving a rule, a refusal, or a test that proves a rule:
//
//   node scripts/generate-docs.mjs
//
// The generator is test/traceability/generated-documents.ts, which `npm test` compares with what is in docs/.
// Node 20 cannot load TypeScript, so it is loaded through the module runner that the tests use.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createViteServer } from 'vitest/node';

const root = fileURLToPath(new URL('..', import.meta.url));
const server = await createViteServer({
  root,
  configFile: join(root, 'vitest.config.ts'),
  logLevel: 'error',
  appType: 'custom',
  server: { middlewareMode: true, watch: null, ws: false },
  optimizeDeps: { noDiscovery: true },
});
try {
  const { generatedDocuments } = await server.ssrLoadModule('/test/traceability/generated-documents.ts');
  for (const [path, text] of Object.entries(generatedDocuments())) {
    const file = join(root, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    console.log(`wrote ${path}`);
  }
} finally {
  await server.close();
}
