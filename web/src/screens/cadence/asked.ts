import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { cadencesCompare, cadencesReview, rehearsalsPreview, rehearsalsReview } from '#api/sdk.gen';
import type { CadencePreview, RehearsalsPreviewData } from '#api/types.gen';
import type { InForce } from '../../shared/cadences';
import type { Draft } from './document';

/** What one asks about a draft as one types is answered for that very draft: kept shortly, and never asked anew. */
const ABOUT_DRAFT = { staleTime: Infinity, gcTime: 60_000, placeholderData: keepPreviousData };

type Asked = NonNullable<RehearsalsPreviewData['body']>;
export type Path = NonNullable<Asked['path']>;
export type Done = NonNullable<Asked['done']>[number];

/** What keeps a draft from being published, and what is probably not meant; for a program, also with its people in mind. */
export const reviewOptions = (draft: Draft, program: string | null) =>
  queryOptions({
    ...ABOUT_DRAFT,
    queryKey: [{ _id: 'cadenceReview', draft, program }],
    queryFn: async ({ signal }) => {
      const about = { body: { document: draft }, signal, throwOnError: true as const };
      const { data } = await (program === null
        ? cadencesReview(about)
        : rehearsalsReview({ ...about, path: { id: program } }));
      return data;
    },
  });

export const differenceOptions = (before: unknown, after: unknown) =>
  queryOptions({
    ...ABOUT_DRAFT,
    queryKey: [{ _id: 'cadenceDifference', before, after }],
    queryFn: async ({ signal }) => {
      const { data } = await cadencesCompare({
        body: { before, after } as never,
        signal,
        throwOnError: true,
      });
      return data;
    },
  });

/** What would happen to one person of a program along a path, or as it is given; beside another cadence, where there is one. */
export const previewOptions = (
  draft: Draft,
  program: string,
  rep: string,
  along: Path | readonly Done[],
  beside: InForce['version'] | null,
) =>
  queryOptions({
    ...ABOUT_DRAFT,
    queryKey: [{ _id: 'cadencePreview', draft, program, rep, along, beside: beside?.id }],
    queryFn: async ({ signal }): Promise<CadencePreview> => {
      const { data } = await rehearsalsPreview({
        path: { id: program },
        body: {
          document: draft as never,
          rep,
          ...(beside && { beside: beside.document }),
          ...(typeof along === 'string' ? { path: along } : { done: [...along] }),
        },
        signal,
        throwOnError: true,
      });
      return data;
    },
  });
