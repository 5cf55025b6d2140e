import { queryOptions } from '@tanstack/react-query';
import { api, body, type Schemas } from '../../shared/api';

export type Macro = Schemas['MacroReply'];

export const macrosQuery = queryOptions({ queryKey: ['admin', 'macros'], staleTime: 5 * 60_000, queryFn: async ({ signal }): Promise<Macro[]> => (await body<Schemas['MacroList']>(api.GET('/macros', { signal }))).items });
