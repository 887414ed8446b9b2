/** Where the description of the routes is served. */
export const OPENAPI_PATH = '/openapi.json';
