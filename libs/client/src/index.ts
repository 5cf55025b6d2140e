import createClient, { type Client, type ClientOptions } from 'openapi-fetch';
import type { components, paths } from './schema';

export type { components, paths } from './schema';
export type Schemas = components['schemas'];
export type Opora = Client<paths>;

/** The REST contract, typed from the OpenAPI document (`npm run client`). Paths are those under `/api/v1`. */
export function oporaClient({ baseUrl = '', ...options }: ClientOptions = {}): Opora {
  return createClient<paths>({ ...options, baseUrl: `${baseUrl}/api/v1`, querySerializer: { array: { style: 'form', explode: true } } });
}

/** RFC 9457 document, as every refusal of the server has it. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  instance: string;
  errors?: { pointer: string; code: string; message?: string; params?: Record<string, unknown> }[];
  changedFields?: string[];
  state?: string;
  allowedCommands?: string[];
  [member: string]: unknown;
}
