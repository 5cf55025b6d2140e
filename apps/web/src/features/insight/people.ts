import { queryOptions } from '@tanstack/react-query';
import { api, body } from '../../shared/api';

export const personQuery = (id: string) => queryOptions({ queryKey: ['people', 'one', id], staleTime: 600_000, queryFn: () => body(api.GET('/people/{id}', { params: { path: { id } } })) });
