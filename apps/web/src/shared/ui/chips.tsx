import {
  IconArrowBigUpLines, IconBan, IconChevronDown, IconChevronsDown, IconCircle, IconCircleCheck, IconCircleCheckFilled, IconCircleDashed, IconCircleHalf2, IconDiamond, IconEqual, IconHandStop, IconLock,
  IconPlayerPause, IconStar, IconTriangleFilled, type TablerIcon,
} from '@tabler/icons-react';
import type { CSSProperties, ReactNode } from 'react';
import { useI18n } from '../i18n';
import { cx } from './button';
import css from './chips.module.css';

export type Hue = 'red' | 'orange' | 'amber' | 'ochre' | 'green' | 'teal' | 'blue' | 'violet' | 'grey';
/** Only these carry a tint: colour is for what asks for action (ux.md §3.5). */
const TINTED: ReadonlySet<Hue> = new Set(['red', 'amber', 'violet']);

const hueStyle = (hue: Hue): CSSProperties => ({ '--hue': `var(--${hue})`, '--tint': `var(--${hue}-tint)` }) as CSSProperties;

/** Shape + word + colour, never colour alone. */
export function Chip({ icon: Icon, hue, children, filled = false, outlined = false, tinted, title }: { icon?: TablerIcon; hue: Hue; children: ReactNode; filled?: boolean; outlined?: boolean; tinted?: boolean; title?: string }): ReactNode {
  const tint = !filled && !outlined && (tinted ?? TINTED.has(hue));
  return (
    <span className={cx(css.chip, filled && css.filled, outlined && css.outlined, tint && css.tinted)} style={filled ? undefined : hueStyle(hue)} title={title}>
      {Icon ? <Icon size={16} stroke={1.75} aria-hidden /> : null}
      <span className={css.word}>{children}</span>
    </span>
  );
}

const STATES: Readonly<Record<string, readonly [TablerIcon, Hue]>> = {
  new: [IconCircleDashed, 'blue'], submitted: [IconCircleDashed, 'blue'], assigned: [IconCircle, 'blue'],
  in_progress: [IconCircleHalf2, 'teal'], investigating: [IconCircleHalf2, 'teal'], fulfilling: [IconCircleHalf2, 'teal'], fixing: [IconCircleHalf2, 'teal'], provisioning: [IconCircleHalf2, 'teal'],
  on_hold: [IconPlayerPause, 'violet'], approving: [IconHandStop, 'violet'], verifying: [IconHandStop, 'violet'], known_error: [IconDiamond, 'amber'],
  resolved: [IconCircleCheck, 'green'], fulfilled: [IconCircleCheck, 'green'], granted: [IconCircleCheck, 'green'], closed: [IconCircleCheckFilled, 'grey'], cancelled: [IconBan, 'grey'], rejected: [IconBan, 'grey'],
};
const PHASES: Readonly<Record<string, readonly [TablerIcon, Hue]>> = {
  new: [IconCircleDashed, 'blue'], active: [IconCircleHalf2, 'teal'], waiting: [IconPlayerPause, 'violet'], resolved: [IconCircleCheck, 'green'], closed: [IconCircleCheckFilled, 'grey'],
};

/** The state as staff name it; requesters read plain words (features/ticket). `ticket.state.<state>` in the catalogue `ticket`. */
export function StatusChip({ state, phase, reason }: { state: string; phase?: string; reason?: string | null }): ReactNode {
  const { tOr } = useI18n();
  const [icon, hue] = STATES[state] ?? PHASES[phase ?? ''] ?? [IconCircle, 'grey' as const];
  const word = tOr(`ticket.state.${state}`, state);
  const why = reason && state === 'on_hold' ? tOr(`ticket.holdReason.${reason}`, '') : '';
  return (
    <Chip icon={icon} hue={hue}>
      {why === '' ? word : `${word}: ${why}`}
    </Chip>
  );
}

const PRIORITIES: Readonly<Record<number, readonly [TablerIcon, Hue]>> = { 1: [IconArrowBigUpLines, 'red'], 2: [IconTriangleFilled, 'orange'], 3: [IconEqual, 'ochre'], 4: [IconChevronDown, 'blue'], 5: [IconChevronsDown, 'grey'] };

/** "P1" always stands; the word follows where there is room. */
export function PriorityChip({ priority, word = false }: { priority: number; word?: boolean }): ReactNode {
  const { tOr } = useI18n();
  const [icon, hue] = PRIORITIES[priority] ?? PRIORITIES[5] ?? [IconEqual, 'grey' as const];
  const name = tOr(`ticket.priority.${priority}`, '');
  return (
    <Chip icon={icon} hue={hue} filled={priority === 1} tinted={priority === 2} title={name}>
      P{priority}
      {word && name !== '' ? ` ${name}` : ''}
    </Chip>
  );
}

export function VipChip(): ReactNode {
  return (
    <Chip icon={IconStar} hue="ochre" outlined>
      VIP
    </Chip>
  );
}

export function MajorChip(): ReactNode {
  const { tOr } = useI18n();
  return (
    <Chip icon={IconTriangleFilled} hue="red" filled>
      {tOr('ticket.major', 'Major')}
    </Chip>
  );
}

export function PrivateChip(): ReactNode {
  const { tOr } = useI18n();
  return (
    <Chip icon={IconLock} hue="amber" tinted>
      {tOr('ticket.private', 'Private')}
    </Chip>
  );
}
