import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { DirectoryPage } from '../../features/admin/frame';
import { MacroDetail, NewMacro } from '../../features/admin/macros';
import { macrosQuery } from '../../features/ticket/macros';
import { useMay } from '../../shared/api';
import { useT } from '../../shared/i18n';

export function MacrosPage(): ReactNode {
  const t = useT();
  const query = useQuery(macrosQuery);
  const may = useMay('macro.write');
  if (query.error && query.data === undefined) throw query.error;
  return (
    <DirectoryPage title={t('macros.title')} add={may ? t('macros.add') : undefined} hint={t('macros.hint')}
      lines={query.data?.map(({ id, name, command, active }) => ({ id, name, hint: [t(command === null ? 'macros.command.none' : `macros.command.${command}`), active ? null : t('macros.off')].filter(Boolean).join(' · ') }))}>
      {(id) => {
        const macro = query.data?.find((one) => one.id === id);
        return id === 'new' ? <NewMacro /> : macro ? <MacroDetail key={macro.id} macro={macro} /> : null;
      }}
    </DirectoryPage>
  );
}
