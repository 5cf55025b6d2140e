import { IconArrowLeft } from '@tabler/icons-react';
import { Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { landingOf, useMe } from '../../shared/api';
import { useT } from '../../shared/i18n';
import { Frame } from './frame';
import { PortalFrame } from './portal';
import { StaffFrame } from './staff';

/** Profile and the like: in the frame of the shell that the person was in. */
export function SharedShell(): ReactNode {
  const t = useT();
  const shell = landingOf(useMe());
  return (
    <Frame>
      {shell === 'portal' ? (
        <PortalFrame>
          <Outlet />
        </PortalFrame>
      ) : (
        <StaffFrame shell={shell} nav={[{ to: `/${shell}`, label: t(`app.shell.${shell}`), icon: IconArrowLeft }]}>
          <Outlet />
        </StaffFrame>
      )}
    </Frame>
  );
}
