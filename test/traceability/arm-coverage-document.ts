import 'reflect-metadata';
import { type DynamicModule, RequestMethod, type Type } from '@nestjs/common';
import { ApiModule } from '../../src/api.module.js';
import { COVERAGE, type Coverage } from '../../src/arm/openapi/coverage.js';
import { routeFacts, type RouteFact } from '../../src/arm/openapi/route-description.js';
import { loadCatalogue } from '../../src/catalogue/load-catalogue.js';
import type { Runtime } from '../../src/platform.module.js';

/** A route as its decorators describe it. */
export interface DescribedRoute {
  readonly method: string;
  /** With `{name}` for parameters. */
  readonly path: string;
  readonly coverage: Coverage | undefined;
  /** What the parameters of its handler say. */
  readonly facts: readonly RouteFact[];
}

type ModuleLike = Type<unknown> | DynamicModule;

/** Every route of the product, by path and method. Modules are looked at, not started. */
export function describedRoutes(): readonly DescribedRoute[] {
  const seen = new Set<unknown>();
  const controllers = controllersOf(
    ApiModule.forRoot({ catalogue: loadCatalogue() } as Runtime, NOBODY),
    seen,
  );
  const routes = [...new Set(controllers)].flatMap(routesOf);
  return routes.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

/** Below a path come its methods, then what is deeper. */
function sortKey({ path, method }: DescribedRoute): string {
  return `${path} ${method}`;
}

const NOBODY = { accessTokens: [], subscriptions: [] };

function controllersOf(module: ModuleLike, seen: Set<unknown>): readonly Type<unknown>[] {
  if (seen.has(module)) return [];
  seen.add(module);
  const isDynamic = typeof module !== 'function';
  const type = isDynamic ? module.module : module;
  const declared = <Value>(key: string): readonly Value[] =>
    (Reflect.getMetadata(key, type) as readonly Value[] | undefined) ?? [];
  const imports = [
    ...declared<ModuleLike>('imports'),
    ...(((isDynamic ? module.imports : []) as readonly ModuleLike[] | undefined) ?? []),
  ];
  return [
    ...declared<Type<unknown>>('controllers'),
    ...((isDynamic ? module.controllers : undefined) ?? []),
    ...imports.flatMap((one) => controllersOf(one, seen)),
  ];
}

function routesOf(controller: Type<unknown>): readonly DescribedRoute[] {
  const prototype = controller.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype).flatMap((name) => {
    const handler = prototype[name];
    if (typeof handler !== 'function' || name === 'constructor') return [];
    const method = Reflect.getMetadata('method', handler) as RequestMethod | undefined;
    const paths = [Reflect.getMetadata('path', handler) as string | readonly string[] | undefined].flat();
    if (method === undefined) return [];
    return paths.flatMap((path) =>
      path === undefined ? [] : [describe(controller, handler as object, RequestMethod[method], path)],
    );
  });
}

function describe(controller: Type<unknown>, handler: object, method: string, path: string): DescribedRoute {
  const prefix = (Reflect.getMetadata('path', controller) as string | undefined) ?? '/';
  const full = `${prefix}/${path}`.replaceAll(/\/{2,}/g, '/').replaceAll(/:(\w+)/g, '{$1}');
  const coverage = Reflect.getMetadata(COVERAGE, handler) as Coverage | undefined;
  return { method, path: full, coverage, facts: routeFacts(handler) };
}

/** Routes that are this product's own, not the cloud's. */
export function isOwnRoute({ path }: DescribedRoute): boolean {
  return /Torpor\.Emulator|^\/(healthz|openapi\.json|imds)/.test(path);
}

/** Headings in the order of the document; a route is under the first that its path matches. */
const SECTIONS: readonly (readonly [title: string, path: RegExp])[] = [
  ['Virtual machines', /Microsoft\.Compute\/(locations\/\{location\}\/)?virtualMachines|^\/bootDiagnostics/],
  ['Operations in progress', /\/locations\/\{location\}\/(operations|DiskOperations)\/|\/operationresults\//],
  ['Disks and snapshots', /Microsoft\.Compute\/(disks|snapshots)/],
  ['Images', /Microsoft\.Compute\/(images|galleries|locations\/\{location\}\/publishers)|^\/aliases/],
  ['Sizes and quotas', /Microsoft\.Compute\/skus|\/(vmSizes|usages)$/],
  ['Placement', /Microsoft\.Compute\/(availabilitySets|proximity|capacityReservation|hostGroups)/],
  ['SSH public keys', /Microsoft\.Compute\/sshPublicKeys/],
  ['Networks', /Microsoft\.Network\//],
  ['Scheduled actions', /Microsoft\.ComputeSchedule\//],
  ['Deployments', /\/deployments(\/|$)/],
  ['Tags', /\/tags\/default|\/tagNames/],
  ['Roles', /Microsoft\.Authorization\//],
  ['Activity log', /Microsoft\.Insights\//],
  ['Providers and features', /Microsoft\.Features\/|\/providers(\/\{namespace\}|$)/],
  ['Subscriptions, groups, resources', /^\/(subscriptions|tenants)/],
  ['Microsoft Graph', /^\/v1\.0\//],
  ['Cloud and tokens', /^/],
];

/** `docs/arm-coverage.md`: operation by operation, what is emulated, what is ignored, what is refused. */
export function armCoverageDocument(): string {
  const operations = operationsOf(describedRoutes().filter((route) => !isOwnRoute(route)));
  const count = (extent: Coverage['extent']) =>
    operations.filter(({ coverage }) => (coverage?.extent ?? 'emulated') === extent).length;
  return [
    '<!-- Generated by scripts/generate-docs.mjs. Do not edit. -->',
    '',
    '# What of Azure is emulated',
    '',
    `${operations.length} operations of Azure are served: ${count('emulated')} emulated, ${count('shape')} answered in the right shape`,
    `without anything behind it, ${count('refused')} refused in so many words. What is not here is a 404. Members that are taken`,
    'and have no effect are named here, and in the header `x-torpor-ignored` of each answer to a request that used them.',
    'Some of them still decide whether a VM may hibernate: availability set, host, capacity reservation, security type.',
    'Members that only answers fill in are taken back and dropped without a word; members that Azure does not know are a 400.',
    'Paths are shortened: `{subscription}` stands for the path of a subscription, `{group}` for that of a resource group,',
    '`{resource}` for that of a resource of any type; the word `providers` is left out after them.',
    '',
    ...SECTIONS.flatMap(([title]) => section(title, operations)),
  ].join('\n');
}

/** A handler, and all its paths: one operation can be served at several scopes. */
interface Operation extends Pick<DescribedRoute, 'method' | 'coverage'> {
  readonly paths: readonly string[];
}

function operationsOf(routes: readonly DescribedRoute[]): readonly Operation[] {
  const groups = new Map<unknown, DescribedRoute[]>();
  for (const route of routes) {
    const key = route.coverage ?? route;
    groups.set(key, [...(groups.get(key) ?? []), route]);
  }
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    return first === undefined ? [] : [{ ...first, paths: same.map(({ path }) => path) }];
  });
}

function section(title: string, operations: readonly Operation[]): readonly string[] {
  const rows = operations.filter(({ paths }) => sectionOf(paths[0] ?? '') === title).map(row);
  if (rows.length === 0) return [];
  return [
    `## ${title}`,
    '',
    '| operation | extent | what it does | ignored |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ];
}

function sectionOf(path: string): string | undefined {
  return SECTIONS.find(([, pattern]) => pattern.test(path))?.[0];
}

function row({ method, paths, coverage }: Operation): string {
  const { does = '**not described**', extent = 'emulated', ignores = [] } = coverage ?? {};
  const ignored = ignores.map((member) => `\`${member}\``).join(', ');
  const shown = [...new Set(paths.map(shortened))].map((path) => `\`${method} ${path}\``).join('<br>');
  return `| ${shown} | ${extent} | ${does} | ${ignored} |`;
}

function shortened(path: string): string {
  return path
    .replace('/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}', '{group}')
    .replace('/subscriptions/{subscriptionId}', '{subscription}')
    .replace(/^\{group\}\/providers(\/\{scope\w+\})+/, '{resource}')
    .replace(/(\{(?:subscription|group|resource)\})\/providers\/Microsoft/, '$1/Microsoft')
    .replaceAll(/\{name\d\}/g, '{name}');
}
