// Who may import whom: the layering of CONTRIBUTING.md as rules that fail the build.
// Run with: npx depcruise --config .dependency-cruiser.cjs libs src
const { existsSync, readdirSync } = require('node:fs');
const { join } = require('node:path');

/** Every lib may import these (`refusal` needs `kernel-rules`; the other two stand alone). */
const BASIS = ['kernel-rules', 'refusal', 'determinism'];

/** Lib to the libs that it may import beside the basis. A lib that is not listed may import nothing at all. */
const LAYERS = {
  vmbus: [],
  hosts: [],
  saga: [],
  'guid-policy': ['vmbus'],
  'resume-matching': ['vmbus'],
  'linux-guest': ['vmbus', 'resume-matching'],
  placement: ['hosts'],
  'vm-lifecycle': ['vmbus', 'hosts'],
};
const DOMAIN = Object.keys(LAYERS);
LAYERS['vm-operations'] = DOMAIN;
LAYERS.hibernation = [...DOMAIN, 'vm-operations'];
LAYERS['arm-template'] = [];
LAYERS.throttling = [];
LAYERS['platform-faults'] = [...DOMAIN, 'vm-operations'];
LAYERS.captures = ['vmbus', 'guid-policy', 'resume-matching', 'linux-guest'];
LAYERS.preflight = [...DOMAIN, 'vm-operations', 'hibernation'];
LAYERS.explanation = ['vmbus', 'guid-policy', 'resume-matching', 'linux-guest', 'vm-operations'];
LAYERS['what-if'] = [...DOMAIN, 'vm-operations', 'hibernation', 'preflight', 'explanation', 'throttling'];

const allowed = {
  'kernel-rules': [],
  determinism: [],
  refusal: ['kernel-rules'],
  ...Object.fromEntries(Object.entries(LAYERS).map(([lib, others]) => [lib, [...BASIS, ...others]])),
};

const SPEC = '\\.spec\\.ts$';
const anyOf = (names) => `(?:${names.join('|')})`;

/** A use case is a folder src/<feature>/<name>/ that holds a command, a query or a handler. */
function useCaseFolders() {
  const found = [];
  for (const feature of foldersIn('src')) {
    for (const name of foldersIn(join('src', feature))) {
      const files = readdirSync(join('src', feature, name));
      if (files.some((file) => /\.(command|query|handler)\.ts$/.test(file)))
        found.push(`src/${feature}/${name}`);
    }
  }
  return found;
}

function foldersIn(folder) {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

const useCases = useCaseFolders();
const features = [...new Set(useCases.map((folder) => folder.split('/')[1]))];
const ADAPTERS = ['persistence', 'queue', 'emulated-hyperv'];

const layering = Object.entries(allowed).map(([lib, others]) => ({
  name: `layer-${lib}`,
  comment: `libs/${lib} may import ${others.join(', ') || 'no other lib'}.`,
  severity: 'error',
  from: { path: `^libs/${lib}/` },
  to: { path: '^libs/', pathNot: `^libs/${anyOf([lib, ...others])}/` },
}));

const libRules = [
  {
    name: 'layer-unknown-lib',
    comment: 'A new lib needs a line in LAYERS before it may import another one.',
    severity: 'error',
    from: { path: '^libs/([^/]+)/', pathNot: `^libs/${anyOf(Object.keys(allowed))}/` },
    to: { path: '^libs/', pathNot: '^libs/$1/' },
  },
  {
    name: 'lib-through-its-index',
    comment: 'What a lib offers is in its index.ts; nothing else of it is imported from outside.',
    severity: 'error',
    from: { path: '^libs/([^/]+)/' },
    to: { path: '^libs/[^/]+/', pathNot: ['^libs/$1/', '^libs/[^/]+/src/index\\.ts$'] },
  },
  {
    name: 'lib-through-its-index-from-src',
    comment: 'What a lib offers is in its index.ts; nothing else of it is imported from outside.',
    severity: 'error',
    from: { path: '^src/' },
    to: { path: '^libs/[^/]+/', pathNot: '^libs/[^/]+/src/index\\.ts$' },
  },
  {
    name: 'lib-not-to-src',
    comment: 'The domain does not know the programs around it.',
    severity: 'error',
    from: { path: '^libs/' },
    to: { path: '^(?:src|test|bench|bin|scripts)/' },
  },
  {
    name: 'lib-not-to-node',
    comment: 'Libs do no I/O. Their specs may read fixtures.',
    severity: 'error',
    from: { path: '^libs/', pathNot: SPEC },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'lib-not-to-packages',
    comment:
      'Libs are plain TypeScript: no framework, no driver, no package at all. Specs, and the arbitraries that they ' +
      'share, use vitest and fast-check.',
    severity: 'error',
    from: { path: '^libs/', pathNot: [SPEC, '/testing/[^/]+-arbitraries\\.ts$'] },
    to: { path: 'node_modules' },
  },
];

const srcRules = [
  {
    name: 'adapter-not-to-feature',
    comment: 'Persistence, queue and the emulated Hyper-V implement ports of libs and know no feature.',
    severity: 'error',
    from: { path: `^src/${anyOf(ADAPTERS)}/` },
    to: { path: features.length > 0 ? `^src/${anyOf(features)}/` : '^$' },
  },
  ...useCases.map((folder) => ({
    name: `use-case-alone:${folder.slice('src/'.length)}`,
    comment: 'A use case imports libs and ports, never the folder of another use case.',
    severity: 'error',
    from: { path: `^${folder}/` },
    to: { path: `^${anyOf(useCases)}/`, pathNot: `^${folder}/` },
  })),
  {
    name: 'product-not-to-tests',
    comment: 'Shipped code does not import specs or the test folder.',
    severity: 'error',
    from: { path: '^(?:libs|src)/', pathNot: SPEC },
    to: { path: [SPEC, '^test/'] },
  },
];

const everywhere = [
  {
    name: 'no-cycle',
    comment: 'Two modules that need each other are one module, or lack a third. Types count as well.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'no-unresolvable',
    comment: 'An import that cannot be followed cannot be judged by any rule here.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
];

module.exports = {
  forbidden: [...layering, ...libRules, ...srcRules, ...everywhere],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsPreCompilationDeps: true,
    // Without the condition of tsconfig.json `#libs/*` would lead to dist, past every rule.
    enhancedResolveOptions: {
      conditionNames: ['development', 'import', 'node', 'default'],
      exportsFields: ['exports'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
