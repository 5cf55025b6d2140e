/* The demonstration organisation: a Ukrainian manufacturer of about sixty people. Names in Ukrainian and English; the key of each record makes its identifier (`demoId`). */

import type { MacroBody } from '@opora/incident';

export const DEPARTMENTS: readonly (readonly [key: string, uk: string, en: string, parent?: string])[] = [
  ['board', 'Дирекція', 'Management'],
  ['finance', 'Фінанси', 'Finance', 'board'],
  ['accounting', 'Бухгалтерія', 'Accounting', 'finance'],
  ['sales', 'Продажі', 'Sales', 'board'],
  ['logistics', 'Логістика', 'Logistics', 'board'],
  ['production', 'Виробництво', 'Production', 'board'],
  ['hr', 'Персонал', 'Human resources', 'board'],
  ['it', 'ІТ', 'IT', 'board'],
];

export const LOCATIONS: readonly (readonly [key: string, uk: string, en: string, address: string])[] = [
  ['kyiv', 'Київ, головний офіс', 'Kyiv, head office', 'вул. Саксаганського, 12'],
  ['kyiv-3', 'Київ, 3 поверх', 'Kyiv, 3rd floor', 'вул. Саксаганського, 12, 3 поверх'],
  ['lviv', 'Львів, офіс', 'Lviv, office', 'вул. Зелена, 147'],
  ['plant', 'Бровари, завод', 'Brovary, plant', 'вул. Промислова, 5'],
];

/** Accounts of the demonstration: e-mail's local part, name, department, roles, job. */
export const ACCOUNTS: readonly { key: string; name: string; department: string; roles: readonly string[]; job: string; locale?: 'en'; phone: string; supplier?: string; location: string }[] = [
  { key: 'employee', name: 'Оксана Гнатюк', department: 'accounting', roles: ['requester'], job: 'Бухгалтерка', phone: '+380 44 500 1011', location: 'kyiv-3' },
  { key: 'employee2', name: 'Андрій Мельник', department: 'sales', roles: ['requester'], job: 'Менеджер з продажу', phone: '+380 44 500 1022', location: 'lviv' },
  { key: 'dispatcher', name: 'Ірина Шевчук', department: 'it', roles: ['requester', 'dispatcher'], job: 'Диспетчерка сервіс-деску', phone: '+380 44 500 1100', location: 'kyiv' },
  { key: 'dispatcher2', name: 'Максим Бойко', department: 'it', roles: ['requester', 'dispatcher'], job: 'Диспетчер сервіс-деску', phone: '+380 44 500 1101', location: 'kyiv' },
  { key: 'specialist', name: 'Тарас Кравець', department: 'it', roles: ['requester', 'specialist'], job: 'Інженер робочих місць', phone: '+380 44 500 1200', location: 'kyiv' },
  { key: 'supplier', name: 'Petro Novak', department: '', roles: ['supplier'], job: 'Service engineer', locale: 'en', phone: '+380 44 220 3000', supplier: 'print', location: '' },
  { key: 'manager', name: 'Наталія Ткаченко', department: 'it', roles: ['requester', 'manager'], job: 'Керівниця ІТ-служби', phone: '+380 44 500 1001', location: 'kyiv' },
  { key: 'admin', name: 'Олег Савченко', department: 'it', roles: ['requester', 'admin'], job: 'Адміністратор систем', phone: '+380 44 500 1002', location: 'kyiv' },
  { key: 'auditor', name: 'Марія Остапенко', department: 'finance', roles: ['requester', 'auditor'], job: 'Внутрішня аудиторка', phone: '+380 44 500 1500', location: 'kyiv' },
];

/** Engineers without an account of their own in the tour. */
export const ENGINEERS: readonly { key: string; name: string; roles: readonly string[]; job: string }[] = [
  { key: 'net1', name: 'Богдан Лисенко', roles: ['requester', 'specialist'], job: 'Мережевий інженер' },
  { key: 'net2', name: 'Юлія Марченко', roles: ['requester', 'specialist'], job: 'Мережева інженерка' },
  { key: 'app1', name: 'Дмитро Поліщук', roles: ['requester', 'specialist'], job: 'Інженер бізнес-застосунків' },
  { key: 'app2', name: 'Софія Романюк', roles: ['requester', 'specialist'], job: 'Інженерка бізнес-застосунків' },
  { key: 'desk2', name: 'Роман Гаврилюк', roles: ['requester', 'specialist'], job: 'Інженер робочих місць' },
];

export const FIRST_NAMES = ['Олена', 'Василь', 'Катерина', 'Ігор', 'Людмила', 'Сергій', 'Тетяна', 'Віктор', 'Галина', 'Назар', 'Світлана', 'Ярослав'];
export const LAST_NAMES = ['Коваль', 'Бондар', 'Олійник', 'Левченко', 'Пономаренко', 'Сидоренко', 'Клименко', 'Панченко', 'Власенко', 'Дорошенко'];

export const SUPPLIERS: readonly (readonly [key: string, name: string])[] = [
  ['print', 'ТОВ «Друк-Сервіс»'],
  ['telecom', 'ПрАТ «Зв’язок-Плюс»'],
];

export const GROUPS: readonly { key: string; uk: string; en: string; line: number; strategy: 'manual' | 'round_robin' | 'least_loaded'; lead: string; members: readonly (readonly [string, 'view' | 'work' | 'manage'])[]; supplier?: string; label?: readonly [string, string] }[] = [
  { key: 'desk', uk: 'Сервіс-деск', en: 'Service desk', line: 1, strategy: 'manual', lead: 'dispatcher', members: [['dispatcher', 'manage'], ['dispatcher2', 'work']] },
  { key: 'workplace', uk: 'Робочі місця', en: 'Workplace', line: 2, strategy: 'manual', lead: 'specialist', members: [['specialist', 'work'], ['desk2', 'work']] },
  { key: 'network', uk: 'Мережа', en: 'Network', line: 2, strategy: 'round_robin', lead: 'net1', members: [['net1', 'manage'], ['net2', 'work'], ['specialist', 'view']] },
  { key: 'apps', uk: 'Бізнес-застосунки', en: 'Business applications', line: 3, strategy: 'least_loaded', lead: 'app1', members: [['app1', 'manage'], ['app2', 'work']] },
  { key: 'printers', uk: 'Друк-Сервіс', en: 'Print Service', line: 3, strategy: 'manual', lead: 'supplier', members: [['supplier', 'work']], supplier: 'print', label: ['Підрядник з друку', 'Printing contractor'] },
];

export const SERVICES: readonly { key: string; uk: string; en: string; parent?: string; criticality: 'high' | 'medium' | 'low'; groups: readonly (readonly [number, string])[]; restricted?: boolean; about: readonly [string, string] }[] = [
  { key: 'work', uk: 'Робоче місце', en: 'Workplace', criticality: 'medium', groups: [[1, 'desk'], [2, 'workplace']], about: ['Комп’ютер, монітор, телефон', 'Computer, screen, phone'] },
  { key: 'computers', uk: 'Комп’ютери', en: 'Computers', parent: 'work', criticality: 'medium', groups: [[1, 'desk'], [2, 'workplace']], about: ['Ноутбуки й настільні комп’ютери', 'Laptops and desktops'] },
  { key: 'printing', uk: 'Друк', en: 'Printing', parent: 'work', criticality: 'low', groups: [[1, 'desk'], [2, 'workplace'], [3, 'printers']], about: ['Принтери й сканери', 'Printers and scanners'] },
  { key: 'communication', uk: 'Зв’язок', en: 'Communication', criticality: 'high', groups: [[1, 'desk'], [2, 'network']], about: ['Пошта, телефонія, відеозв’язок', 'Mail, telephony, video'] },
  { key: 'mail', uk: 'Пошта', en: 'E-mail', parent: 'communication', criticality: 'high', groups: [[1, 'desk'], [2, 'network'], [3, 'apps']], about: ['Поштові скриньки й календарі', 'Mailboxes and calendars'] },
  { key: 'vpn', uk: 'Віддалений доступ', en: 'Remote access', parent: 'communication', criticality: 'medium', groups: [[1, 'desk'], [2, 'network']], about: ['VPN для роботи з дому', 'VPN for work from home'] },
  { key: 'erp', uk: 'Облік і склад', en: 'ERP', criticality: 'high', groups: [[1, 'desk'], [3, 'apps']], about: ['Бухгалтерія, склад, закупівлі', 'Accounting, stock, purchasing'] },
  { key: 'crm', uk: 'Клієнтська база', en: 'CRM', criticality: 'medium', groups: [[1, 'desk'], [3, 'apps']], about: ['Клієнти, угоди, дзвінки', 'Customers, deals, calls'] },
  { key: 'payroll', uk: 'Зарплата й кадри', en: 'Payroll', criticality: 'medium', groups: [[1, 'desk'], [3, 'apps']], restricted: true, about: ['Доступно обмеженому колу', 'For a limited circle'] },
];

export const CATEGORIES: readonly (readonly [key: string, service: string, uk: string, en: string, impact?: 'high' | 'medium' | 'low', urgency?: 'high' | 'medium' | 'low'])[] = [
  ['pc-slow', 'computers', 'Повільно працює', 'Slow', 'low', 'low'],
  ['pc-start', 'computers', 'Не вмикається', 'Does not start', 'low', 'high'],
  ['pc-password', 'computers', 'Пароль або вхід', 'Password or sign-in', 'low', 'high'],
  ['print-jam', 'printing', 'Не друкує', 'Does not print', 'low', 'medium'],
  ['print-quality', 'printing', 'Погана якість', 'Bad quality', 'low', 'low'],
  ['mail-send', 'mail', 'Не надсилаються листи', 'Mail is not sent', 'medium', 'high'],
  ['mail-box', 'mail', 'Скринька переповнена', 'Mailbox full', 'low', 'medium'],
  ['vpn-connect', 'vpn', 'Немає з’єднання', 'No connection', 'low', 'high'],
  ['erp-down', 'erp', 'Недоступна', 'Down', 'high', 'high'],
  ['erp-error', 'erp', 'Помилка в документі', 'Error in a document', 'low', 'medium'],
  ['crm-error', 'crm', 'Помилка', 'Error', 'low', 'medium'],
];

export const ITEMS: readonly (readonly [key: string, name: string, cls: string, service: string, owner?: string])[] = [
  ['srv-db', 'SRV-DB-01', 'server', 'erp'],
  ['srv-app', 'SRV-APP-01', 'server', 'erp'],
  ['erp-app', 'Сервер застосунків ERP', 'application', 'erp'],
  ['mail-srv', 'SRV-MAIL-01', 'server', 'mail'],
  ['core-sw', 'SW-CORE-01', 'network', 'communication'],
  ['mfp-3', 'Принтер MFP-3 (3 поверх)', 'printer', 'printing'],
  ['mfp-lviv', 'Принтер MFP-Львів', 'printer', 'printing'],
  ['nb-employee', 'NB-0147', 'laptop', 'computers', 'employee'],
  ['nb-employee2', 'NB-0212', 'laptop', 'computers', 'employee2'],
];

export const RELATIONS: readonly (readonly [from: string, type: 'runs_on' | 'depends_on' | 'connected_to', to: string])[] = [
  ['erp-app', 'runs_on', 'srv-app'],
  ['erp-app', 'depends_on', 'srv-db'],
  ['srv-app', 'connected_to', 'core-sw'],
  ['mail-srv', 'depends_on', 'core-sw'],
];

/** Hours of response and resolution for P1–P5. */
export const LEVELS_OF_SERVICE: Readonly<Record<'critical' | 'standard', readonly (readonly [number, number])[]>> = {
  critical: [[0.25, 2], [0.5, 4], [1, 8], [4, 16], [8, 40]],
  standard: [[0.5, 4], [1, 8], [2, 18], [9, 45], [18, 90]],
};

/** Ready-made acts for what comes every day. */
export const MACROS: Readonly<Record<string, MacroBody>> = {
  'password-reset': {
    nameUk: 'Пароль скинуто', nameEn: 'Password reset', command: 'resolve', code: 'solved', tags: ['пароль'], position: 1,
    replyUk: 'Добрий день, {{requester}}! Пароль скинуто, тимчасовий надіслано повідомленням на ваш телефон. Після входу система попросить новий.',
    replyEn: 'Hello {{requester}}! Your password has been reset; a temporary one was sent to your phone. You will be asked for a new one after signing in.',
  },
  'ask-screenshot': {
    nameUk: 'Попросити знімок екрана', nameEn: 'Ask for a screenshot', command: 'hold', holdReason: 'requester', position: 2,
    replyUk: 'Добрий день, {{requester}}! Надішліть, будь ласка, знімок екрана з повним текстом помилки та час, коли вона з’явилася.',
    replyEn: 'Hello {{requester}}! Please send a screenshot with the whole text of the error and the time when it appeared.',
  },
  'wait-part': { nameUk: 'Замовлено запчастину', nameEn: 'Part ordered', command: 'hold', holdReason: 'part', tags: ['запчастина'], position: 3 },
};
