/** A kind of report that employees of the demonstration make: words, where it belongs, and how it ends. */
export interface Story {
  title: string;
  description: string;
  service: string;
  category?: string;
  group: string;
  solver: string;
  answer: string;
  resolution: string;
}

export const STORIES: readonly Story[] = [
  { title: 'Не друкує принтер на 3 поверсі', description: 'Блимає жовтим, папір є, вимикала й вмикала.', service: 'printing', category: 'print-jam', group: 'workplace', solver: 'specialist', answer: 'Добрий день! Під’їду до вас за годину, перевірю тракт подачі паперу.', resolution: 'Витягнуто застряглий аркуш, почищено ролик. Друк перевірено.' },
  { title: 'Не надсилаються листи з вкладенням', description: 'Пише, що лист завеликий, а там один PDF на 3 МБ.', service: 'mail', category: 'mail-send', group: 'network', solver: 'net1', answer: 'Бачу в журналі вашу спробу. Перевіряю обмеження скриньки.', resolution: 'Змінено обмеження розміру для вашої скриньки, тестовий лист дійшов.' },
  { title: 'VPN не підключається з дому', description: 'Після введення коду крутиться і розриває з’єднання.', service: 'vpn', category: 'vpn-connect', group: 'network', solver: 'net2', answer: 'Підкажіть, будь ласка, яка у вас версія клієнта (меню «Про програму»)?', resolution: 'Оновлено клієнт VPN до чинної версії, з’єднання стабільне.' },
  { title: 'Ноутбук дуже повільно працює', description: 'Відкриття таблиці займає кілька хвилин.', service: 'computers', category: 'pc-slow', group: 'workplace', solver: 'specialist', answer: 'Підключусь віддалено після обіду, якщо вам зручно.', resolution: 'Вимкнено зайві програми автозапуску, замінено диск на SSD.' },
  { title: 'Не проводиться накладна в обліку', description: 'Помилка «Не заповнено рахунок», хоча він заповнений.', service: 'erp', category: 'erp-error', group: 'apps', solver: 'app1', answer: 'Дякую, відтворив у тестовій базі. Шукаю причину.', resolution: 'Виправлено налаштування виду операції, накладну проведено.' },
  { title: 'Забула пароль після відпустки', description: 'Три спроби вже було.', service: 'computers', category: 'pc-password', group: 'desk', solver: 'dispatcher', answer: 'Вітаю з поверненням! Скинула блокування.', resolution: 'Надано тимчасовий пароль телефоном після перевірки особи.' },
  { title: 'Клієнтська база показує порожній екран', description: 'Після оновлення браузера нічого не видно.', service: 'crm', category: 'crm-error', group: 'apps', solver: 'app2', answer: 'Спробуйте, будь ласка, очистити кеш: Ctrl+F5. Якщо не допоможе — підключуся.', resolution: 'Очищено кеш, сторінка відкривається. Розробникам передано зауваження.' },
  { title: 'Смуги на друці', description: 'На кожному аркуші темна вертикальна смуга.', service: 'printing', category: 'print-quality', group: 'printers', solver: 'supplier', answer: 'Our engineer will visit tomorrow morning with a new drum.', resolution: 'Замінено фотобарабан, друк чистий.' },
  { title: 'Скринька переповнена', description: 'Не можу прийняти лист від клієнта.', service: 'mail', category: 'mail-box', group: 'desk', solver: 'dispatcher2', answer: 'Бачу, що скринька заповнена на 100 %. Збільшую місце.', resolution: 'Збільшено квоту до 10 ГБ, показано, як архівувати листи.' },
  { title: 'Not able to join video meetings', description: 'The camera works in other programs.', service: 'communication', group: 'network', solver: 'net2', answer: 'Which browser do you use? Please try another one meanwhile.', resolution: 'Allowed the camera in the browser settings; checked in a test call.' },
];
