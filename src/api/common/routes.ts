import { RequestMethod, type INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import type { PermissionWord } from '../../access/policy.js';
import { isPublicRoute } from './authentication.js';
import { PERMISSION, WHERE } from './may.js';
import { PREFIX, UNPREFIXED } from './prefix.js';
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

/** Pages of people without a session: the app holds no data, and what a link in a mail does is asked of the API by whoever it stands for. */
const PAGES = [
  'GET /sign-in',
  'GET /act/*',
  'POST /act/*',
  'GET /unsubscribe/*',
  'POST /unsubscribe/*',
  'GET /assets/*',
  'GET /*',
];
/** What anybody may read who can reach the server: it says what the routes are. */
const REFERENCE = /^\/api(\/openapi\.json|\/reference\/.*)?$/;

const addressOf = ({ path }: Route): string =>
  UNPREFIXED.includes(path.slice(1)) ? path : `/${PREFIX}${path}`;

/**
 * A route that is put on the server past the controllers would pass the policy by: it is refused when it is put there,
 * also where only its method is none of theirs.
 */
export function refuseStrayRoutes(server: FastifyInstance, routes: readonly Route[]): void {
  const known = new Set([...routes.map((route) => `${route.method} ${addressOf(route)}`), ...PAGES]);
  server.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) {
      // Whoever may get something may ask for its head.
      const asked = `${one === 'HEAD' ? 'GET' : one} ${url}`;
      if (known.has(asked) || (asked.startsWith('GET ') && REFERENCE.test(url))) continue;
      throw new Error(
        `Nobody has said who may use ${one} ${url}: routes are made by controllers, with @May or @Public().`,
      );
    }
  });
}
