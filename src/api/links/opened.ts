import type { FastifyRequest } from 'fastify';
import type { DataSource } from 'typeorm';
import type { LinkKind } from '../../channels/links.js';
import { localeOf, type Locale, type Words } from '../../channels/wording/locale.js';
import { readLinkHolder } from '../../store/messages/link-holders.js';
import type { Presser } from '../acts/read-card.js';
import { languageAsked } from '../common/language.js';
import type { Limits } from '../common/limits.js';
import type { Clock } from '../common/parts.js';

/** Why a link leads to nothing; each has words for whoever followed it. */
export type Trouble = {
  [K in keyof Words['links']]: Words['links'][K] extends { title: string } ? K : never;
}[keyof Words['links']];

const STATUS: Readonly<Record<Trouble, number>> = {
  expired: 410,
  gone: 410,
  unknown: 404,
  refused: 403,
  tooLong: 413,
  tooMany: 429,
  broken: 500,
};

/** Shown as a page that says so. */
export class LinkTrouble extends Error {
  readonly status: number;

  constructor(
    readonly trouble: Trouble,
    readonly locale: Locale,
  ) {
    super(`a link leads to nothing: ${trouble}`);
    this.status = STATUS[trouble];
  }
}

/** A link that holds, and whoever it stands for. */
export interface Opened<L> {
  link: L;
  name: string;
  locale: Locale;
  presser: Presser;
}

export interface LinkParts {
  dataSource: DataSource;
  clock: Clock;
  limits: Limits;
}

/** @throws LinkTrouble where it does not hold; what is none of ours counts as a failure of the address it comes from */
export async function opened<L extends { personId: string; deliveryId: string }>(
  kind: LinkKind<L>,
  request: FastifyRequest,
  { dataSource, clock, limits }: LinkParts,
): Promise<Opened<L>> {
  const now = clock.now();
  const read = await kind.read((request.params as { '*': string })['*'], now);
  const holder = read.is === 'unknown' ? null : await readLinkHolder(dataSource.manager, read.link, now);
  if (read.is === 'unknown' || holder === null) {
    await limits.failed(request);
    throw new LinkTrouble('unknown', localeAsked(request));
  }
  const { link } = read;
  const locale = localeOf(holder.language);
  if (!holder.here) throw new LinkTrouble('gone', locale);
  if (read.is === 'expired') throw new LinkTrouble('expired', locale);
  const { personId, deliveryId } = link;
  const actor = { by: { kind: 'link' as const, id: deliveryId }, personId };
  return { link, name: holder.name, locale, presser: { actor, address: request.ip } };
}

/** Of whoever is not known: what their browser asks for. */
export const localeAsked = ({ headers }: FastifyRequest): Locale => localeOf(languageAsked(headers));
