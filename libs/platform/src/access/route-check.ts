import { clientRights, declaredActions } from '@heliotrope/kernel';
import { Inject, Injectable, type OnApplicationBootstrap, RequestMethod } from '@nestjs/common';
import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { ALLOW, type Allowance, PUBLIC } from './allow.js';
import { SESSION_RIGHTS } from './access.guard.js';

export interface RouteRight {
  readonly method: string;
  readonly path: string;
  readonly handler: string;
  readonly allow?: Allowance;
  readonly public?: string;
}

/** Lists every route with its right. The application refuses to boot when one says nothing, or both, or a word nobody declared. */
@Injectable()
export class RouteCheck implements OnApplicationBootstrap {
  constructor(
    @Inject(DiscoveryService) private readonly discovery: DiscoveryService,
    @Inject(MetadataScanner) private readonly scanner: MetadataScanner,
  ) {}

  onApplicationBootstrap(): void {
    const faults = this.routes().flatMap(faultOf);
    if (faults.length > 0) throw new Error(`Routes without a clear right:\n  ${faults.join('\n  ')}`);
  }

  routes(): RouteRight[] {
    return this.discovery.getControllers().flatMap(({ metatype, instance }) => {
      if (!instance || typeof metatype !== 'function') return [];
      const base = Reflect.getMetadata(PATH_METADATA, metatype) as string | string[] | undefined;
      const prototype = Object.getPrototypeOf(instance) as Record<string, object>;
      return this.scanner.getAllMethodNames(prototype).flatMap((name) => {
        const handler = prototype[name]!;
        const path = Reflect.getMetadata(PATH_METADATA, handler) as string | string[] | undefined;
        if (path === undefined) return [];
        return [{
          method: RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? 'GET',
          path: `/${[base, path].flat().map((part) => String(part ?? '').replace(/^\/|\/$/g, '')).filter(Boolean).join('/')}`,
          handler: `${metatype.name}.${name}`,
          allow: Reflect.getMetadata(ALLOW, handler) as Allowance | undefined,
          public: Reflect.getMetadata(PUBLIC, handler) as string | undefined,
        }];
      });
    });
  }
}

function faultOf(route: RouteRight): string[] {
  const where = `${route.method} ${route.path} (${route.handler})`;
  if (route.allow && route.public) return [`${where}: both @Allow and @Public`];
  if (route.public !== undefined) return route.public.trim() ? [] : [`${where}: @Public without a reason`];
  if (!route.allow) return [`${where}: neither @Allow nor @Public`];
  const { action, as } = route.allow;
  if (as === 'client') return clientRights().has(action) ? [] : [`${where}: no scope opens the right ${action}`];
  return as === 'pupil' || SESSION_RIGHTS.includes(action) || declaredActions().has(action)
    ? []
    : [`${where}: no domain declares the action ${action}`];
}
