import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { groupsAll, inTree } from '../../features/admin/data';
import { DirectoryPage } from '../../features/admin/frame';
import { GroupDetail, NewGroup } from '../../features/admin/groups';
import { useMay } from '../../shared/api';
import { useT } from '../../shared/i18n';

export function GroupsPage(): ReactNode {
  const t = useT();
  const query = useQuery(groupsAll);
  const may = useMay('group.write');
  if (query.error && query.data === undefined) throw query.error;
  return (
    <DirectoryPage
      title={t('admin.nav.groups')}
      add={may ? t('admin.group.add') : undefined}
      hint={t('admin.groups.hint')}
      lines={query.data && inTree(query.data.items).map(({ item, depth }) => ({ id: item.id, name: item.name, depth, hint: [t('admin.group.lineIs', { n: item.line }), t(`admin.strategy.${item.strategy}`), item.active ? null : t('admin.inactive')].filter(Boolean).join(' · ') }))}
    >
      {(id) => {
        const group = query.data?.items.find((each) => each.id === id);
        return id === 'new' ? <NewGroup /> : group ? <GroupDetail key={group.id} group={group} /> : null;
      }}
    </DirectoryPage>
  );
}
