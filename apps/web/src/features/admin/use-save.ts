import { useQueryClient } from '@tanstack/react-query';
import { isApiError } from '../../shared/api';
import { toast, useRefusal } from '../../shared/ui';
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

/** Somebody else's change came first: the record is shown as it is now, and the person is told why theirs was not taken. @returns false for any other fault */
export function useStale(): (error: unknown) => boolean {
  const client = useQueryClient();
  const refusal = useRefusal();
  return (error) => {
    if (!isApiError(error, 412)) return false;
    toast.fail(refusal(error));
    void client.invalidateQueries({ queryKey: ['admin'] });
    return true;
  };
}
