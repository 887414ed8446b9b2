/** The part of an OpenAPI document that requests are made from. */
export interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
}

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly schema?: JsonSchema;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema?: JsonSchema }>>;
  };
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

export const METHODS = ['get', 'head', 'put', 'patch', 'post', 'delete'] as const;

/** One thing that can be asked of the server. */
export interface FuzzedRoute {
  readonly method: Uppercase<(typeof METHODS)[number]>;
  /** With `{name}` for parameters. */
  readonly path: string;
  readonly query: readonly Parameter[];
  readonly body: JsonSchema | undefined;
}

/** Every route of a document. */
export function fuzzedRoutes(document: OpenApi): readonly FuzzedRoute[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.flatMap((method): readonly FuzzedRoute[] => {
      const operation = item[method];
      if (operation === undefined) return [];
      const query = (operation.parameters ?? []).filter((parameter) => parameter.in === 'query');
      const [content] = Object.values(operation.requestBody?.content ?? {});
      return [
        {
          method: method.toUpperCase() as FuzzedRoute['method'],
          path,
          query,
          body: content?.schema,
        },
      ];
    }),
  );
}
