import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { idOf } from '../api/queries';

/** Reads a list anew, whichever page or part of it is shown. @param key of any of them */
export function useListAgain(key: QueryKey): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ predicate: ({ queryKey }) => idOf(queryKey) === idOf(key) });
}
