/** As much of an OpenAPI 3.1 document as the generator reads. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
  additionalProperties?: boolean | Schema;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  nullable?: boolean;
  example?: unknown;
  examples?: unknown[];
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header' | 'cookie';
  required?: boolean;
  schema?: Schema;
}

export interface Operation {
  operationId?: string;
  parameters?: Parameter[];
  requestBody?: { content?: Record<string, { schema?: Schema }> };
}

export interface Document {
  paths: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, Schema> };
}

export interface Route extends Operation {
  method: string;
  path: string;
}

const METHODS = new Set(['get', 'post', 'put', 'patch', 'delete']);

export function routesOf({ paths }: Document): Route[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, operation]) => (METHODS.has(method) ? [{ ...operation, method: method.toUpperCase(), path }] : [])),
  );
}

export function resolve(document: Document, schema: Schema | undefined): Schema {
  for (let steps = 0; schema?.$ref && steps < 20; steps++) schema = document.components?.schemas?.[schema.$ref.split('/').pop() ?? ''];
  return schema ?? {};
}
