import { type DeploymentPlan, isObject, type PlannedResource } from '#libs/arm-template';

/** What a deployment shows of the types that it makes: `providers` of its document. */
export function providersOf(plan: DeploymentPlan): readonly object[] {
  const found = new Map<
    string,
    { namespace: string; types: Map<string, { type: string; locations: Set<string> }> }
  >();
  for (const resource of plan.resources) {
    const [namespace = '', ...types] = resource.type.split('/');
    const provider = found.get(namespace.toLowerCase()) ?? { namespace, types: new Map() };
    found.set(namespace.toLowerCase(), provider);
    const type = types.join('/');
    const entry = provider.types.get(type.toLowerCase()) ?? { type, locations: new Set<string>() };
    provider.types.set(type.toLowerCase(), entry);
    const { location } = plan.previewOf(resource.id);
    if (typeof location === 'string') entry.locations.add(normalLocation(location));
  }
  return [...found.values()].map(({ namespace, types }) => ({
    namespace,
    resourceTypes: [...types.values()].map(({ type, locations }) => ({
      resourceType: type,
      locations: locations.size === 0 ? [null] : [...locations],
    })),
  }));
}

export function normalLocation(location: string): string {
  return location.replaceAll(' ', '').toLowerCase();
}

/** What a deployment shows of the order of its resources: `dependencies` of its document. */
export function dependenciesOf({ resources }: DeploymentPlan): readonly object[] {
  const byId = new Map(resources.map((resource) => [resource.id, resource]));
  return resources.flatMap((resource) => {
    const before = resource.dependsOn.flatMap((id) => byId.get(id) ?? []);
    return before.length === 0 ? [] : [{ dependsOn: before.map(reference), ...reference(resource) }];
  });
}

function reference({ id, type, name }: PlannedResource) {
  return { id, resourceType: type, resourceName: name };
}

/** `error` of an answer in Azure's shape, if it is one. */
export function errorOf(body: unknown): { readonly code: string; readonly message: string } | undefined {
  const error = isObject(body) ? body['error'] : undefined;
  if (!isObject(error)) return undefined;
  const { code, message } = error;
  return typeof code === 'string' && typeof message === 'string' ? { code, message } : undefined;
}
