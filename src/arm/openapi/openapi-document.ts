import type { INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';

/** The OpenAPI document of all routes, built at the first call and kept. */
export class OpenApiDocument {
  #app: INestApplication | undefined;
  #document: Promise<OpenAPIObject> | undefined;

  /** Says whose routes to describe; called once the application exists. */
  attach(app: INestApplication): void {
    this.#app = app;
  }

  get(): Promise<OpenAPIObject> {
    this.#document ??= build(this.#app);
    return this.#document;
  }
}

/** The generator is loaded when it is needed: it would take a good part of the time of a start. */
async function build(app: INestApplication | undefined): Promise<OpenAPIObject> {
  if (app === undefined) throw new Error('the OpenAPI document belongs to no application');
  const { buildDocument } = await import('./build-document.js');
  return buildDocument(app);
}
