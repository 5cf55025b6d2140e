import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api, body } from '../../shared/api';
import { useI18n } from '../../shared/i18n';
import { categoriesQuery, groupsQuery, servicesQuery } from '../ticket/queries';
import type { FilterField } from './filters';

/** Values of a field in words. */
export function useWords(): (field: FilterField, value: string) => string {
  const { t, tOr } = useI18n();
  const services = useQuery(servicesQuery).data;
  const categories = useQuery(categoriesQuery).data;
  const groups = useQuery(groupsQuery).data;
  return (field, value) => {
    if (value === '@me') return t('queue.me');
    if (value === '@my_groups') return t('queue.myGroups');
    if (value === 'none') return t(field.name === 'assigneeId' ? 'queue.nobody' : 'queue.none');
    if (field.words) return tOr(`${field.words}.${value}`, value);
    const lists: Readonly<Record<string, readonly { id: string; name: string }[] | undefined>> = { serviceId: services, categoryId: categories, groupId: groups };
    return lists[field.name]?.find(({ id }) => id === value)?.name ?? value;
  };
}

const personQuery = (id: string) => ({ queryKey: ['people', 'one', id], staleTime: 600_000, queryFn: () => body(api.GET('/people/{id}', { params: { path: { id } } })) });

export function PersonName({ id }: { id: string }): ReactNode {
  return useQuery(personQuery(id)).data?.displayName ?? '…';
}
