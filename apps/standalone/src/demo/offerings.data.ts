import type { OfferingDefinition, OfferingKind } from '@opora/catalogue';
import type { FieldSchema, FormDefinition, FormField, Words } from '@opora/form';
import { demoId } from '@opora/organisation';

const w = (uk: string, en: string): Words => ({ uk, en });
const group = (key: string): string => demoId(`group:${key}`);
const department = (key: string): string => demoId(`department:${key}`);
const HOUR = 3_600;

type Line = readonly [name: string, schema: FieldSchema, look: FormField, need?: 'optional'];

/** A form of fields one under the other; all are required unless they say otherwise. */
function form(...lines: readonly Line[]): FormDefinition {
  return {
    schema: { type: 'object', properties: Object.fromEntries(lines.map(([name, schema]) => [name, schema])), required: lines.filter(([, , , need]) => need === undefined).map(([name]) => name) },
    ui: { order: lines.map(([name]) => name), fields: Object.fromEntries(lines.map(([name, , look]) => [name, look])) },
  };
}
const why = (hint?: Words): Line => ['why', { type: 'string', minLength: 5, maxLength: 1_000 }, { label: w('Навіщо це потрібно', 'What is it for'), widget: 'long', forApprovers: true, ...(hint ? { hint } : {}) }];
const until = (label: Words): Line => ['until', { type: 'string', format: 'date' }, { label, notBefore: 'today', forApprovers: true }];

const BOSS: OfferingDefinition['approval'][number] = { name: w('Керівник', 'Line manager'), mode: 'any', approvers: [{ position: 'line_manager' }], dueDays: 2 };
const OWNER: OfferingDefinition['approval'][number] = { name: w('Власник послуги', 'Service owner'), mode: 'any', approvers: [{ position: 'service_owner' }], dueDays: 2 };
const EVERYBODY = { all: true } as const;
const task = (key: string, title: Words, of: string, after: readonly string[] = [], hours = 8): OfferingDefinition['plan'][number] => ({ key, title, groupId: group(of), after, targetSeconds: hours * HOUR });

export interface DemoOffering {
  key: string;
  kind: OfferingKind;
  service: string;
  definition: OfferingDefinition;
}

/** About what people of a manufacturer order from their IT. */
export const OFFERINGS: readonly DemoOffering[] = [
  {
    key: 'laptop', kind: 'service', service: 'computers',
    definition: {
      name: w('Ноутбук', 'Laptop'), summary: w('Новий або на заміну, з потрібними програмами', 'New or in place of the old one, with the programs you need'),
      description: w('Підготуємо ноутбук з вашими програмами й перенесемо файли. Старий ноутбук здайте при отриманні.', 'We prepare a laptop with your programs and move your files. Hand in the old one when you get it.'),
      outcome: w('Ноутбук видано, файли перенесено.', 'The laptop is handed out and the files are moved.'), entitlement: EVERYBODY,
      form: form(
        why(), ['model', { type: 'string', enum: ['light', 'strong', 'engineer'] }, { label: w('Який', 'Which one'), options: { light: w('Легкий, для поїздок', 'Light, for travel'), strong: w('Потужний, для великих таблиць', 'Strong, for large sheets'), engineer: w('Для креслень і моделей', 'For drawings and models') }, forApprovers: true }],
        ['programs', { type: 'array', items: { type: 'string', enum: ['office', 'erp', 'cad'] }, minItems: 1, uniqueItems: true }, { label: w('Програми', 'Programs'), options: { office: w('Документи й таблиці', 'Documents and sheets'), erp: w('Облік і склад', 'ERP'), cad: w('Креслення', 'Drawings') } }],
        ['dock', { type: 'boolean' }, { label: w('Потрібна док-станція', 'A docking station is needed'), visibleWhen: { field: 'model', in: ['strong', 'engineer'] } }, 'optional'],
        until(w('Бажана дата', 'Wished date')),
      ),
      approval: [BOSS, { ...OWNER, when: { field: 'model', in: ['engineer'] } }],
      plan: [task('stock', w('Узяти зі складу', 'Take from the store'), 'workplace'), task('prepare', w('Підготувати й поставити програми', 'Prepare and install programs'), 'workplace', ['stock'], 16), task('hand', w('Видати, перенести файли', 'Hand out, move the files'), 'workplace', ['prepare'])],
      cost: { amountCents: 115_000, per: 'once' }, targets: { fulfilment: 27 * HOUR, approval: 18 * HOUR },
    },
  },
  {
    key: 'vpn', kind: 'service', service: 'vpn',
    definition: {
      name: w('VPN для роботи з дому', 'VPN for work from home'), summary: w('Тимчасовий доступ до мережі поза офісом', 'Temporary access to the network from outside'),
      description: w('Для роботи поза офісом. Після погодження надішлемо інструкцію й код.', 'For work outside the office. Once it is approved we send you instructions and a code.'), outcome: w('Доступ відкрито, інструкцію надіслано листом.', 'Access is open, the instructions are in your mail.'),
      entitlement: EVERYBODY,
      form: form(why(w('Кілька слів для керівника', 'A few words for your line manager')), until(w('Коли закінчити доступ', 'When shall access end')), ['device', { type: 'string', enum: ['own', 'company'] }, { label: w('З якого пристрою', 'From which device'), options: { company: w('Ноутбук компанії', 'A laptop of the company'), own: w('Власний комп’ютер', 'My own computer') }, forApprovers: true }], ['phone', { type: 'string' }, { label: w('Телефон для коду', 'Phone for the code'), widget: 'phone' }]),
      approval: [BOSS], plan: [task('open', w('Відкрити доступ і надіслати інструкцію', 'Open access and send the instructions'), 'network', [], 4)], cost: null, targets: { fulfilment: 9 * HOUR, approval: 9 * HOUR },
    },
  },
  {
    key: 'newcomer', kind: 'service', service: 'work',
    definition: {
      name: w('Новий співробітник', 'New colleague'), summary: w('Робоче місце, обліковий запис і пошта до першого дня', 'A workplace, an account and mail for the first day'),
      description: w('Замовляє керівник за тиждень до виходу людини на роботу.', 'Ordered by the line manager a week before the first day.'), outcome: w('Робоче місце готове до першого дня.', 'The workplace is ready for the first day.'),
      entitlement: { all: false, departmentIds: [department('hr'), department('it')] },
      form: {
        ...form(
          ['name', { type: 'string', minLength: 5, maxLength: 120 }, { label: w('Прізвище, ім’я', 'Name'), forApprovers: true }], ['start', { type: 'string', format: 'date' }, { label: w('Перший робочий день', 'First working day'), notBefore: 'today', forApprovers: true }],
          ['department', { type: 'string', format: 'uuid' }, { label: w('Підрозділ', 'Department'), widget: 'department', forApprovers: true }], ['place', { type: 'string', format: 'uuid' }, { label: w('Де працюватиме', 'Where they will work'), widget: 'location' }],
          ['laptop', { type: 'boolean' }, { label: w('Потрібен ноутбук', 'A laptop is needed'), forApprovers: true }], ['phone', { type: 'boolean' }, { label: w('Потрібен службовий телефон', 'A company phone is needed') }],
          ['systems', { type: 'array', items: { type: 'string', enum: ['mail', 'erp', 'crm'] }, minItems: 1, uniqueItems: true }, { label: w('Програми', 'Systems'), options: { mail: w('Пошта', 'Mail'), erp: w('Облік і склад', 'ERP'), crm: w('Клієнтська база', 'CRM') }, forApprovers: true }],
          ['extras', { type: 'array', items: { type: 'object', properties: { what: { type: 'string', maxLength: 100 }, pieces: { type: 'integer', minimum: 1, maximum: 10 } }, required: ['what', 'pieces'] }, maxItems: 5 }, { label: w('Що ще знадобиться', 'What else is needed'), widget: 'group', order: ['what', 'pieces'], fields: { what: { label: w('Що саме', 'What') }, pieces: { label: w('Кількість', 'Pieces') } } }, 'optional'],
          ['note', { type: 'string', maxLength: 1_000 }, { label: w('Примітки', 'Notes'), widget: 'long' }, 'optional'],
        ),
      },
      approval: [{ name: w('Керівництво ІТ', 'IT management'), mode: 'any', approvers: [{ position: 'service_owner' }], dueDays: 2 }],
      plan: [
        task('account', w('Обліковий запис і пошта', 'Account and mail'), 'network'), { ...task('laptop', w('Підготувати ноутбук', 'Prepare a laptop'), 'workplace', [], 16), when: { field: 'laptop', in: [true] } },
        { ...task('systems', w('Права в обліку', 'Rights in the ERP'), 'apps', ['account']), when: { field: 'systems', in: ['erp'] } }, task('place', w('Робоче місце', 'The workplace'), 'workplace', ['account', 'laptop']),
      ],
      cost: { amountCents: 140_000, per: 'once' }, targets: { fulfilment: 45 * HOUR, approval: 18 * HOUR },
    },
  },
  {
    key: 'license', kind: 'service', service: 'erp',
    definition: {
      name: w('Ліцензія обліку', 'ERP license'), summary: w('Додаткове робоче місце в обліку', 'One more seat in the ERP'), description: w('Щомісячна оплата за рахунок підрозділу.', 'Paid each month by the department.'), outcome: w('Ліцензію призначено, можна входити.', 'The license is assigned, you can sign in.'),
      entitlement: { all: false, departmentIds: [department('finance'), department('logistics'), department('production')] },
      form: form(why(), ['role', { type: 'string', enum: ['clerk', 'store', 'view'] }, { label: w('Роль', 'Role'), options: { clerk: w('Бухгалтер', 'Accountant'), store: w('Комірник', 'Store keeper'), view: w('Лише перегляд', 'View only') }, forApprovers: true }]),
      approval: [BOSS, OWNER], plan: [task('assign', w('Призначити ліцензію', 'Assign the license'), 'apps', [], 4)], cost: { amountCents: 4_500, per: 'month' }, targets: { fulfilment: 18 * HOUR, approval: 18 * HOUR },
    },
  },
  {
    key: 'mailbox', kind: 'service', service: 'mail',
    definition: {
      name: w('Спільна скринька', 'Shared mailbox'), summary: w('Одна адреса для відділу чи проєкту', 'One address for a department or a project'), description: w('Листи читають усі, кого ви назвете.', 'All whom you name read its letters.'), outcome: w('Скриньку створено, учасників додано.', 'The mailbox is there, its members are added.'),
      entitlement: EVERYBODY,
      form: form(['address', { type: 'string', format: 'email' }, { label: w('Бажана адреса', 'Wished address'), hint: w('Наприклад, zakupivli@example.com', 'Such as purchasing@example.com'), forApprovers: true }], ['members', { type: 'string', maxLength: 1_000 }, { label: w('Хто читатиме', 'Who reads it'), widget: 'long' }], why()),
      approval: [BOSS], plan: [task('create', w('Створити скриньку', 'Create the mailbox'), 'network', [], 4)], cost: null, targets: { fulfilment: 9 * HOUR },
    },
  },
  {
    key: 'printer', kind: 'service', service: 'printing',
    definition: {
      name: w('Підключити принтер', 'Connect a printer'), summary: w('Принтер вашого поверху на вашому комп’ютері', 'The printer of your floor on your computer'), description: w('Зробимо віддалено, нічого вимикати не треба.', 'Done remotely; nothing has to be switched off.'), outcome: w('Принтер підключено, пробну сторінку надруковано.', 'The printer is connected, a test page is printed.'),
      entitlement: EVERYBODY,
      form: form(['place', { type: 'string', format: 'uuid' }, { label: w('Де стоїть принтер', 'Where the printer stands'), widget: 'location' }], ['colour', { type: 'boolean' }, { label: w('Потрібен кольоровий друк', 'Colour is needed') }]),
      approval: [], plan: [task('connect', w('Підключити й перевірити друк', 'Connect and test'), 'workplace', [], 4)], cost: null, targets: { fulfilment: 9 * HOUR },
    },
  },
  {
    key: 'mouse', kind: 'service', service: 'work',
    definition: {
      name: w('Клавіатура, мишка, навушники', 'Keyboard, mouse, headset'), summary: w('Дрібне приладдя зі складу', 'Small things from the store'), description: w('Видаємо на складі ІТ, кімната 112.', 'Handed out at the IT store, room 112.'), outcome: w('Видано зі складу.', 'Handed out from the store.'),
      entitlement: EVERYBODY,
      form: form(['what', { type: 'array', items: { type: 'string', enum: ['keyboard', 'mouse', 'headset', 'webcam'] }, minItems: 1, maxItems: 3, uniqueItems: true }, { label: w('Що потрібно', 'What is needed'), options: { keyboard: w('Клавіатура', 'Keyboard'), mouse: w('Мишка', 'Mouse'), headset: w('Навушники', 'Headset'), webcam: w('Камера', 'Camera') } }], ['old', { type: 'string', enum: ['broken', 'none'] }, { label: w('Чому', 'Why'), options: { broken: w('Стара зламалась', 'The old one broke'), none: w('Ще не було', 'I have none yet') } }]),
      approval: [], plan: [task('give', w('Видати зі складу', 'Hand out from the store'), 'workplace', [], 4)], cost: { amountCents: 3_000, per: 'once' }, targets: { fulfilment: 9 * HOUR }, closesAtOnce: false,
    },
  },
  {
    key: 'advice', kind: 'information', service: 'work',
    definition: {
      name: w('Порада щодо програми', 'Advice on a program'), summary: w('Як щось зробити в таблицях, пошті чи обліку', 'How to do something in sheets, mail or the ERP'), description: w('Відповість фахівець, який цим займається.', 'Answered by somebody who works with it.'), entitlement: EVERYBODY,
      form: form(['program', { type: 'string', enum: ['sheets', 'mail', 'erp', 'other'] }, { label: w('Програма', 'Program'), options: { sheets: w('Таблиці й документи', 'Sheets and documents'), mail: w('Пошта', 'Mail'), erp: w('Облік', 'ERP'), other: w('Інша', 'Another') } }], ['question', { type: 'string', minLength: 10, maxLength: 4_000 }, { label: w('Що хочете зробити', 'What do you want to do'), widget: 'long' }], ['picture', { type: 'array', items: { type: 'string', format: 'uuid' }, maxItems: 5 }, { label: w('Знімок екрана', 'A picture of the screen'), widget: 'file' }, 'optional']),
      approval: [], plan: [], cost: null, targets: { fulfilment: 9 * HOUR },
    },
  },
  {
    key: 'manual', kind: 'documentation', service: 'erp',
    definition: {
      name: w('Інструкція до обліку', 'Instructions for the ERP'), summary: w('Опишемо порядок дій, якого бракує', 'We write the steps that are missing'), description: w('Інструкція з’явиться в базі знань.', 'The instructions will be in the knowledge base.'), outcome: w('Інструкцію написано й опубліковано.', 'The instructions are written and published.'), entitlement: EVERYBODY,
      form: form(['about', { type: 'string', minLength: 10, maxLength: 1_000 }, { label: w('Про що інструкція', 'What is it about'), widget: 'long', forApprovers: true }], ['readers', { type: 'integer', minimum: 1, maximum: 500 }, { label: w('Скільком людям вона потрібна', 'How many people need it'), forApprovers: true }]),
      approval: [OWNER], plan: [task('write', w('Написати інструкцію', 'Write the instructions'), 'apps', [], 24), task('check', w('Перевірити із замовником', 'Check with who asked'), 'apps', ['write'])], cost: null, targets: { fulfilment: 45 * HOUR, approval: 18 * HOUR },
    },
  },
  {
    key: 'move', kind: 'service', service: 'work',
    definition: {
      name: w('Переїзд робочого місця', 'Moving a workplace'), summary: w('Перенесемо техніку на нове місце', 'We move your equipment to the new place'), description: w('Назвіть дату щонайменше за два дні.', 'Name a date two days ahead at least.'), outcome: w('Робоче місце перенесено, усе працює.', 'The workplace is moved and works.'), entitlement: EVERYBODY,
      form: form(['from', { type: 'string', format: 'uuid' }, { label: w('Звідки', 'From'), widget: 'location' }], ['to', { type: 'string', maxLength: 200 }, { label: w('Куди: будівля, поверх, кімната', 'To: building, floor, room'), forApprovers: true }], until(w('Коли', 'When')), ['agree', { type: 'boolean', const: true }, { label: w('Особисті речі заберу сам(а)', 'I take my personal things myself') }]),
      approval: [BOSS], plan: [task('port', w('Підготувати мережу на новому місці', 'Prepare the network at the new place'), 'network'), task('carry', w('Перенести й підключити', 'Carry and connect'), 'workplace', ['port'])], cost: null, targets: { fulfilment: 27 * HOUR, approval: 9 * HOUR },
    },
  },
];
