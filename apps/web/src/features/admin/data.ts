import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, body, type Schemas } from '../../shared/api';

const MOST = 200;
export type Tree = { id: string; name: string; parentId: string | null };

const all = { limit: MOST } as const;

/** Whole directories, as far as one page goes: they are chosen from and drawn as trees. */
export const groupsAll = queryOptions({ queryKey: ['admin', 'groups'], queryFn: ({ signal }) => body<Schemas['GroupPage']>(api.GET('/groups', { params: { query: all }, signal })) });
export const servicesAll = queryOptions({ queryKey: ['admin', 'services'], queryFn: ({ signal }) => body<Schemas['ServicePage']>(api.GET('/services', { params: { query: all }, signal })) });
export const departmentsAll = queryOptions({ queryKey: ['admin', 'departments'], queryFn: ({ signal }) => body<Schemas['DepartmentPage']>(api.GET('/departments', { params: { query: all }, signal })) });
export const locationsAll = queryOptions({ queryKey: ['admin', 'locations'], queryFn: ({ signal }) => body<Schemas['LocationPage']>(api.GET('/locations', { params: { query: all }, signal })) });
export const suppliersAll = queryOptions({ queryKey: ['admin', 'suppliers'], queryFn: ({ signal }) => body<Schemas['SupplierPage']>(api.GET('/suppliers', { params: { query: all }, signal })) });
export const calendarsAll = queryOptions({ queryKey: ['admin', 'calendars'], queryFn: ({ signal }) => body<Schemas['CalendarPage']>(api.GET('/calendars', { signal })) });
export const agreementsAll = queryOptions({ queryKey: ['admin', 'agreements'], queryFn: ({ signal }) => body<Schemas['AgreementPage']>(api.GET('/agreements', { signal })) });
export const rolesAll = queryOptions({ queryKey: ['admin', 'roles'], queryFn: ({ signal }) => body<Schemas['RoleList']>(api.GET('/roles', { signal })) });
export const categoriesOf = (serviceId: string) =>
  queryOptions({ queryKey: ['admin', 'categories', serviceId], queryFn: ({ signal }) => body<Schemas['CategoryPage']>(api.GET('/categories', { params: { query: { ...all, serviceId } }, signal })) });

export const peopleQuery = (q: string, inactive: boolean) =>
  queryOptions({
    queryKey: ['admin', 'people', q, inactive],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => body<Schemas['PersonPage']>(api.GET('/people', { params: { query: { limit: 100, active: inactive ? 'false' : 'true', ...(q === '' ? {} : { q }) } as never }, signal })),
  });

/** In the order of a tree, each with its depth; what has no parent here stands at the root. */
export function inTree<T extends Tree>(items: readonly T[]): { item: T; depth: number }[] {
  const known = new Set(items.map(({ id }) => id));
  const under = (parent: string | null, depth: number): { item: T; depth: number }[] =>
    items
      .filter(({ parentId }) => (parentId !== null && known.has(parentId) ? parentId : null) === parent)
      .sort((a, b) => a.name.localeCompare(b.name, 'uk'))
      .flatMap((item) => [{ item, depth }, ...(depth < 10 ? under(item.id, depth + 1) : [])]);
  return under(null, 0);
}

export const treeOptions = (items: readonly Tree[], except?: string): { value: string; label: string }[] => inTree(items.filter(({ id }) => id !== except)).map(({ item, depth }) => ({ value: item.id, label: `${'  '.repeat(depth)}${item.name}` }));
