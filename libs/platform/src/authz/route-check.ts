import { Injectable, type OnModuleInit, RequestMethod } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { isPermission } from './permissions';
import { PERMIT, PUBLIC } from './permit';

export interface RouteEntry {
  method: string;
  path: string;
  handler: string;
  permissions: readonly string[];
  isPublic: boolean;
}

const PATH = 'path';
const METHOD = 'method';

/** Deny by default (`security.md` I25): a route that names no permission of the matrix stops the start. */
@Injectable()
export class RouteCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /** @throws Error naming each route without an entry */
  onModuleInit(): void {
    const wrong = this.routes()
      .filter((route) => !route.isPublic && (route.permissions.length === 0 || !route.permissions.every(isPermission)))
      .map((route) => `${route.method} ${route.path} (${route.handler}: ${route.permissions.join(', ') || 'no permission'})`);
    if (wrong.length > 0) throw new Error(`Routes without an entry in the permission matrix:\n${wrong.join('\n')}`);
  }

  routes(): RouteEntry[] {
    return this.discovery.getControllers().flatMap(({ metatype, instance }) => {
      if (!metatype || !instance) return [];
      const prototype = Object.getPrototypeOf(instance) as Record<string, unknown>;
      return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
        const handler = prototype[name];
        if (typeof handler !== 'function' || Reflect.getMetadata(METHOD, handler) === undefined) return [];
        const read = <T>(key: string): T | undefined => (Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, metatype)) as T | undefined;
        const base = [Reflect.getMetadata(PATH, metatype) as string | string[]].flat()[0] ?? '';
        const path = [Reflect.getMetadata(PATH, handler) as string | string[]].flat()[0] ?? '';
        return [
          {
            method: RequestMethod[Reflect.getMetadata(METHOD, handler) as number] ?? '?',
            path: `/${base}/${path}`.replace(/\/+/g, '/').replace(/(.)\/$/, '$1'),
            handler: `${metatype.name}.${name}`,
            permissions: read<string[]>(PERMIT) ?? [],
            isPublic: read<boolean>(PUBLIC) === true,
          },
        ];
      });
    });
  }
}
