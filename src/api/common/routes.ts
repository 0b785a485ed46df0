import { RequestMethod, type INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { PermissionWord } from '../../access/policy.js';
import { isPublicRoute } from './key-guard.js';
import { PERMISSION, WHERE } from './may.js';
import type { Where } from './where.js';

/** One route, as Nest's own table has it. */
export interface Route {
  method: string;
  /** Without the global prefix; parameters as `:id`. */
  path: string;
  /** The class and method that answer. */
  handler: string;
  public: boolean;
  word: PermissionWord | undefined;
  where: Where | undefined;
}

type Handler = (...parameters: unknown[]) => unknown;

/** All routes that the controllers of an app serve. */
export function routesOf(app: INestApplication): Route[] {
  const modules = [...app.get(ModulesContainer).values()];
  const controllers = modules.flatMap((module) => [...module.controllers.values()]);
  return controllers.flatMap(({ metatype }) => {
    const controller = metatype as { name: string; prototype: Record<string, Handler> };
    return Object.getOwnPropertyNames(controller.prototype).flatMap((name) => {
      const handler = controller.prototype[name]!;
      const method = Reflect.getMetadata('method', handler) as RequestMethod | undefined;
      if (method === undefined) return [];
      return [
        {
          method: RequestMethod[method],
          path: join(pathOf(controller), pathOf(handler)),
          handler: `${controller.name}.${name}`,
          public: isPublicRoute(handler, controller),
          word: Reflect.getMetadata(PERMISSION, handler) as PermissionWord | undefined,
          where: Reflect.getMetadata(WHERE, handler) as Where | undefined,
        },
      ];
    });
  });
}

const pathOf = (target: object): string => String(Reflect.getMetadata('path', target) ?? '');
const join = (...parts: string[]): string =>
  `/${parts.flatMap((part) => part.split('/').filter((piece) => piece !== '')).join('/')}`;

/** @throws Error that names every route about which nobody has said who may use it */
export function requirePermissions(routes: readonly Route[]): void {
  const open = routes.filter(
    (route) => !route.public && (route.word === undefined || route.where === undefined),
  );
  if (open.length === 0) return;
  const names = open.map(({ method, path, handler }) => `${method} ${path} (${handler})`);
  throw new Error(
    `Nobody has said who may use ${names.join(', ')}. Put @May('…', …) on it with a permission of src/access/policy.ts, or @Public().`,
  );
}
