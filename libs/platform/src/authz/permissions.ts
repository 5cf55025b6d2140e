import data from './permissions.json';
import type { Scope } from './actor';

/** Roles that ship with the system (`security.md` D.1); after the first start they are data. */
export const ROLE_KEYS = ['requester', 'dispatcher', 'specialist', 'supplier', 'manager', 'admin', 'auditor'] as const;
export type RoleKey = (typeof ROLE_KEYS)[number];

export interface PermissionRow {
  permission: string;
  cells: Readonly<Record<RoleKey, readonly Scope[]>>;
  note?: string;
}

/** The permission matrix of `security.md` D: guard, role defaults and generated tests all read this list. */
export const PERMISSIONS: readonly PermissionRow[] = (data as unknown as { rows: PermissionRow[] }).rows;

const known = new Set(PERMISSIONS.map((row) => row.permission));

export const isPermission = (name: string): boolean => known.has(name);
