/** One row a setting: the README's table, the validation at start and `Config` are made from this list alone. */
export interface Setting {
  name: string;
  fallback: string;
  kind: 'text' | 'integer' | 'flag' | 'url' | 'choice' | 'secret' | 'networks' | 'ports';
  choices?: readonly string[];
  min?: number;
  max?: number;
  uk: string;
  en: string;
}

export const SETTINGS = [
  { name: 'PORT', fallback: '3000', kind: 'integer', min: 0, max: 65535, uk: 'порт HTTP', en: 'HTTP port' },
  { name: 'HOST', fallback: '0.0.0.0', kind: 'text', uk: 'адреса, на якій слухає HTTP', en: 'address on which HTTP listens' },
  { name: 'OPORA_DATA', fallback: '.opora', kind: 'text', uk: 'тека даних (вбудована база, вкладення, ключі)', en: 'data folder (embedded database, attachments, keys)' },
  { name: 'PUBLIC_URL', fallback: '', kind: 'url', uk: 'адреса, під якою систему бачать люди; з неї складаються посилання в листах', en: 'address under which people see the system; links in letters are made of it' },
  { name: 'DATABASE_URL', fallback: '', kind: 'url', uk: 'PostgreSQL 15–18; не задано — вбудований PostgreSQL 18', en: 'PostgreSQL 15–18; unset means the embedded PostgreSQL 18' },
  { name: 'DATABASE_POOL', fallback: '10', kind: 'integer', min: 1, max: 200, uk: 'з’єднань з базою на процес', en: 'database connections a process' },
  { name: 'REDIS_URL', fallback: '', kind: 'url', uk: 'Redis або Valkey для черг; не задано — черги в PostgreSQL', en: 'Redis or Valkey for the queues; unset means queues in PostgreSQL' },
  { name: 'OPORA_SECRET_KEY', fallback: '', kind: 'secret', uk: 'ключ (щонайменше 32 символи) для підписів і шифрування; у вбудованому режимі створюється сам', en: 'key (32 characters or more) for signatures and encryption; made by itself in the embedded mode' },
  { name: 'OPORA_DEMO', fallback: '0', kind: 'flag', uk: 'завантажити демонстраційну організацію й тоді, коли задано DATABASE_URL', en: 'load the demonstration organisation even where DATABASE_URL is set' },
  { name: 'OPORA_LIMITS', fallback: 'default', kind: 'choice', choices: ['default', 'off'], uk: 'обмеження частоти; `off` лише поруч з OPORA_TEST_CLOCK=1 або у вимірюваннях', en: 'rate limits; `off` only beside OPORA_TEST_CLOCK=1 or in bench' },
  { name: 'OPORA_TEST_CLOCK', fallback: '0', kind: 'flag', uk: 'дозволити переведення годинника (лише для випробувань)', en: 'allow setting the clock (tests alone)' },
  { name: 'OPORA_BENCH', fallback: '0', kind: 'flag', uk: 'режим вимірювань: дозволяє OPORA_LIMITS=off без тестового годинника', en: 'bench mode: allows OPORA_LIMITS=off without the test clock' },
  { name: 'TRUSTED_PROXIES', fallback: '', kind: 'text', uk: 'адреси або мережі (CIDR, через кому), яким вірити в X-Forwarded-*', en: 'addresses or networks (CIDR, comma-separated) whose X-Forwarded-* is believed' },
  { name: 'LOG_LEVEL', fallback: 'info', kind: 'choice', choices: ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], uk: 'докладність журналу процесу', en: 'log level' },
  { name: 'METRICS_TOKEN', fallback: '', kind: 'secret', uk: 'токен для /metrics; не задано — лише з цієї ж машини', en: 'token for /metrics; unset means this machine alone' },
  { name: 'SMTP_URL', fallback: '', kind: 'secret', uk: 'сервер вихідної пошти, smtp(s)://користувач:пароль@хост:порт; не задано — листи лежать у списку невідправлених', en: 'outgoing mail server, smtp(s)://user:password@host:port; unset means letters stay in the list of unsent ones' },
  { name: 'MAIL_FROM', fallback: 'Opora <opora@localhost>', kind: 'text', uk: 'відправник листів', en: 'sender of letters' },
  { name: 'ATTACHMENT_MAX_BYTES', fallback: '26214400', kind: 'integer', min: 1024, max: 2147483647, uk: 'найбільший розмір вкладення, байтів', en: 'largest attachment, bytes' },
  { name: 'S3_BUCKET', fallback: '', kind: 'text', uk: 'сховище вкладень S3; не задано — тека даних', en: 'S3 bucket for attachments; unset means the data folder' },
  { name: 'S3_ENDPOINT', fallback: '', kind: 'url', uk: 'адреса S3-сумісного сховища', en: 'address of an S3-compatible store' },
  { name: 'S3_REGION', fallback: 'us-east-1', kind: 'text', uk: 'регіон S3', en: 'S3 region' },
  { name: 'WORKER_PORT', fallback: '0', kind: 'integer', min: 0, max: 65535, uk: 'порт, на якому worker відповідає /health/live, /health/ready і /metrics; 0 — ні на якому', en: 'port on which a worker answers /health/live, /health/ready and /metrics; 0 means none' },
  { name: 'WORKER_CONCURRENCY', fallback: '4', kind: 'integer', min: 1, max: 64, uk: 'одночасних завдань на процес worker', en: 'jobs at a time in a worker process' },
  { name: 'OUTBOUND_ALLOW', fallback: '', kind: 'networks', uk: 'внутрішні мережі (CIDR, через кому), до яких дозволено звертатися вебхукам; решта внутрішніх адрес закрита', en: 'inner networks (CIDR, comma-separated) that webhooks may call; all other inner addresses are refused' },
  { name: 'OUTBOUND_PORTS', fallback: '', kind: 'ports', uk: 'порти (через кому), крім 80 і 443, до яких дозволено звертатися вебхукам', en: 'ports (comma-separated) beside 80 and 443 that webhooks may call' },
] as const satisfies readonly Setting[];

export type SettingName = (typeof SETTINGS)[number]['name'];
