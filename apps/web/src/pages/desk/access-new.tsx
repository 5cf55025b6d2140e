import type { ReactNode } from 'react';
import { AskAccess } from '../../features/access/ask';

export const AskAccessPage = (): ReactNode => <AskAccess desk />;
