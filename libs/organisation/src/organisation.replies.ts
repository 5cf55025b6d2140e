import type { Locale } from '@opora/kit';
import type { Absence, Department, Location, Named, Supplier, SupportGroup } from './entities';
import type { AbsenceReply, DepartmentReply, GroupReply, LocationReply, SupplierReply } from './organisation.dto';

export const nameIn = (locale: Locale, named: { nameUk: string; nameEn: string }): string => (locale === 'en' ? named.nameEn : named.nameUk);

const named = (locale: Locale, record: Named) => ({ id: record.id, name: nameIn(locale, record), nameUk: record.nameUk, nameEn: record.nameEn, active: record.active, version: record.version });

export const departmentReply = (locale: Locale, record: Department): DepartmentReply => ({ ...named(locale, record), parentId: record.parentId });

export const locationReply = (locale: Locale, record: Location): LocationReply => ({ ...named(locale, record), parentId: record.parentId, address: record.address });

export const supplierReply = ({ id, name, email, phone, active, version }: Supplier): SupplierReply => ({ id, name, email, phone, active, version });

export const groupReply = (locale: Locale, record: SupportGroup): GroupReply => {
  const { parentId, line, publicLabelUk, publicLabelEn, leadId, supplierId, calendarId, strategy } = record;
  return { ...named(locale, record), parentId, line, publicLabelUk, publicLabelEn, leadId, supplierId, calendarId, strategy };
};

export const absenceReply = ({ id, personId, fromAt, toAt, reason, substituteId, version }: Absence): AbsenceReply => ({
  id, personId, from: fromAt.toISOString(), to: toAt.toISOString(), reason, substituteId, version,
});
