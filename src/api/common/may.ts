import { applyDecorators, SetMetadata } from '@nestjs/common';
import { permission, type PermissionWord } from '../../access/policy.js';
import type { Where } from './where.js';

/** Metadata of a route: the word of its permission. */
export const PERMISSION = 'permission';
/** Metadata of a route: where the record is found that it is about. */
export const WHERE = 'where';

/** Says which permission a route needs, and of which record. Every route that is not public says so. */
export const May = (word: PermissionWord, where: Where): MethodDecorator => {
  const { record } = permission(word);
  const kind = where.in === 'none' ? null : where.kind === 'rollout' ? 'program' : where.kind;
  // Without a record nobody is anything to it: then a route serves those alone who need not be.
  if (kind !== null && kind !== record)
    throw new Error(`${word} is about ${record ?? 'no record'}, but the route names ${kind}.`);
  return applyDecorators(SetMetadata(PERMISSION, word), SetMetadata(WHERE, where));
};
