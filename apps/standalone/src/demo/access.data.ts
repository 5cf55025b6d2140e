/* Systems of the demonstration organisation with their rights, who holds them and what is asked for now. */

type Level = 'high' | 'medium' | 'low';
type By = 'line_manager' | 'resource_owner';

export interface DemoRight {
  key: string;
  code: string;
  uk: string;
  en: string;
  risk?: Level;
  approvals?: readonly By[];
  maxDays?: number;
}

export const RESOURCES: readonly { key: string; uk: string; en: string; about: readonly [string, string]; owner: string; risk: Level; group: string; service: string; rights: readonly DemoRight[] }[] = [
  {
    key: 'erp', uk: 'Облік і склад (ERP)', en: 'ERP', about: ['Бухгалтерія, склад, закупівлі', 'Accounting, stock, purchasing'], owner: 'manager', risk: 'high', group: 'apps', service: 'erp',
    rights: [
      { key: 'view', code: 'erp.view', uk: 'Перегляд', en: 'View', risk: 'low' },
      { key: 'post', code: 'erp.post', uk: 'Проводки', en: 'Posting', approvals: ['line_manager', 'resource_owner'] },
      { key: 'pay', code: 'erp.pay', uk: 'Платежі', en: 'Payments', approvals: ['line_manager', 'resource_owner'] },
      { key: 'admin', code: 'erp.admin', uk: 'Адміністрування', en: 'Administration', maxDays: 90 },
    ],
  },
  {
    key: 'crm', uk: 'Клієнтська база (CRM)', en: 'CRM', about: ['Клієнти, угоди, дзвінки', 'Customers, deals, calls'], owner: 'employee2', risk: 'medium', group: 'apps', service: 'crm',
    rights: [
      { key: 'view', code: 'crm.view', uk: 'Перегляд', en: 'View', risk: 'low' },
      { key: 'deals', code: 'crm.deals', uk: 'Ведення угод', en: 'Managing deals' },
      { key: 'export', code: 'crm.export', uk: 'Вивантаження клієнтів', en: 'Export of customers', risk: 'high', maxDays: 30 },
    ],
  },
  {
    key: 'sales-folder', uk: 'Тека «Продажі»', en: 'Folder “Sales”', about: ['Договори й комерційні пропозиції', 'Contracts and offers'], owner: 'employee2', risk: 'low', group: 'workplace', service: 'work',
    rights: [
      { key: 'read', code: 'sales-r', uk: 'Читання', en: 'Read' },
      { key: 'write', code: 'sales-rw', uk: 'Читання й запис', en: 'Read and write', risk: 'medium' },
    ],
  },
  {
    key: 'vpn', uk: 'Віддалений доступ (VPN)', en: 'Remote access (VPN)', about: ['Робота з дому', 'Work from home'], owner: 'manager', risk: 'medium', group: 'network', service: 'vpn',
    rights: [
      { key: 'staff', code: 'vpn-staff', uk: 'Для працівників', en: 'For employees', maxDays: 365 },
      { key: 'temp', code: 'vpn-temp', uk: 'Тимчасовий', en: 'Temporary', maxDays: 30 },
    ],
  },
];

export const RULES: readonly { key: string; uk: string; en: string; first: string; second: string; mode: 'refuse' | 'exception'; maxDays: number }[] = [
  { key: 'post-pay', uk: 'Хто проводить, той не платить', en: 'Who posts does not pay', first: 'erp.post', second: 'erp.pay', mode: 'exception', maxDays: 90 },
  { key: 'pay-admin', uk: 'Платежі й адміністрування не в одних руках', en: 'Payments and administration not in one hand', first: 'erp.pay', second: 'erp.admin', mode: 'refuse', maxDays: 90 },
];

const FINANCE = ['p1', 'p7', 'p13', 'p19', 'p25'];
const ACCOUNTING = ['p2', 'p8', 'p14', 'p20'];
const SALES = ['p3', 'p9', 'p15', 'p21', 'p27'];
const LOGISTICS = ['p4', 'p10', 'p16'];

/** Who was given what, how many days ago, for how many days; in which state it is now. */
export const GRANTS: readonly { who: string; right: string; ago: number; days?: number; reason: string; now?: 'revoked' | 'suspended' | 'ending' }[] = [
  ...ACCOUNTING.map((who, i) => ({ who, right: 'erp.post', ago: 310 - i * 40, reason: 'Ведення обліку відділу' })),
  ...FINANCE.map((who, i) => ({ who, right: i % 2 === 0 ? 'erp.pay' : 'erp.view', ago: 280 - i * 30, reason: 'Платіжний календар' })),
  ...LOGISTICS.map((who, i) => ({ who, right: 'erp.view', ago: 200 - i * 25, reason: 'Залишки на складі' })),
  ...SALES.map((who, i) => ({ who, right: 'crm.deals', ago: 400 - i * 60, reason: 'Робота з клієнтами' })),
  ...SALES.slice(0, 3).map((who, i) => ({ who, right: 'sales-rw', ago: 300 - i * 50, reason: 'Договори відділу' })),
  { who: 'employee', right: 'erp.post', ago: 240, reason: 'Проводки бухгалтерії' },
  { who: 'employee', right: 'vpn-staff', ago: 352, days: 365, reason: 'Робота з дому двічі на тиждень' },
  { who: 'employee2', right: 'vpn-staff', ago: 120, days: 365, reason: 'Відрядження' },
  { who: 'p3', right: 'crm.export', ago: 25, days: 30, reason: 'Розсилка запрошень на виставку' },
  { who: 'p9', right: 'crm.export', ago: 26, days: 30, reason: 'Звірка з дилерами' },
  { who: 'app2', right: 'erp.admin', ago: 60, days: 90, reason: 'Оновлення ERP' },
  { who: 'p15', right: 'vpn-temp', ago: 34, days: 30, reason: 'Навчання за кордоном', now: 'ending' },
  { who: 'p21', right: 'sales-rw', ago: 220, reason: 'Заміна колеги', now: 'revoked' },
  { who: 'p16', right: 'crm.view', ago: 150, reason: 'Відвантаження за угодами', now: 'suspended' },
];
