import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { peopleQuery } from '../../features/admin/data';
import { DirectoryPage, useAdmin } from '../../features/admin/frame';
import { NewPerson, PersonDetail } from '../../features/admin/people';
import { useMay } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { CheckField } from '../../shared/ui';

export function PeoplePage(): ReactNode {
  const t = useT();
  const [{ q = '', off }, go] = useAdmin();
  const query = useQuery(peopleQuery(q, off === 'yes'));
  const may = useMay('person.create');
  if (query.error && query.data === undefined) throw query.error;
  return (
    <DirectoryPage
      title={t('admin.nav.people')}
      add={may ? t('admin.person.add') : undefined}
      hint={t('admin.people.hint')}
      onSearch={() => undefined}
      filters={<CheckField label={t('admin.people.inactive')} checked={off === 'yes'} onChange={({ currentTarget }) => go({ off: currentTarget.checked ? 'yes' : undefined, id: undefined })} />}
      lines={query.data?.items.map((person) => ({ id: person.id, name: person.displayName, hint: [person.departmentName, person.email].filter(Boolean).join(' · ') }))}
    >
      {(id) => (id === 'new' ? <NewPerson /> : <PersonDetail id={id} />)}
    </DirectoryPage>
  );
}
