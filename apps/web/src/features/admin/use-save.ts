import { useQueryClient } from '@tanstack/react-query';
import { toast } from '../../shared/ui';
import { useT } from '../../shared/i18n';
import { useAdmin } from './frame';

/** After a record was made or changed: the lists are asked again, and a new one is opened. */
export function useAfterSave(): (made?: { id: string }) => Promise<void> {
  const client = useQueryClient();
  const t = useT();
  const [, go] = useAdmin();
  return async (made) => {
    await client.invalidateQueries({ queryKey: ['admin'] });
    if (made === undefined) return;
    toast.say(t('admin.made'));
    go({ id: made.id });
  };
}
