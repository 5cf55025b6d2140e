import type { INestApplicationContext } from '@nestjs/common';
import { demoId } from '@opora/organisation';
import { type Actor, Database } from '@opora/platform';
import { Detection, MassActs, ProblemRegistration, ProblemService } from '@opora/problem';

const DAY_MS = 86_400_000;

/** Problems in several states, with what was found about them, and what the night's look proposes. */
export class DemoProblems {
  constructor(
    private readonly app: INestApplicationContext,
    private readonly actor: (key: string) => Promise<Actor>,
    private readonly at: (ms: number) => void,
  ) {}

  async play(real: number): Promise<void> {
    const by = await this.actor('manager');
    const problems = this.app.get(ProblemService, { strict: false });
    this.at(real - 6 * DAY_MS);
    const printing = await this.open(by, 'Друк стає після оновлення драйвера', 'workplace', 'Принтер%');
    await problems.command(by, printing, '*', 'investigate', {});
    this.at(real - 5 * DAY_MS);
    await problems.command(by, printing, '*', 'analyse', {
      technique: 'ishikawa',
      found: { effect: 'Друк стає', branches: [{ name: 'Обладнання', causes: ['Старі принтери на 3 поверсі', 'Нестача пам’яті'] }, { name: 'Програми', causes: ['Драйвер 4.2', 'Черга друку не чиститься'] }, { name: 'Люди', causes: ['Великі файли PDF'] }, { name: 'Мережа', causes: ['Повільний комутатор'] }] },
    });
    await problems.command(by, printing, '*', 'recordWorkaround', { text: 'Вимкніть і ввімкніть принтер, потім надішліть документ знову.' });
    await problems.command(by, printing, '*', 'recordCause', { text: 'Драйвер 4.2 не звільняє чергу після помилки кольору.' });
    await problems.command(by, printing, '*', 'publish', { audience: 'employees' });
    await this.app.get(MassActs, { strict: false }).broadcast(by, printing, '*');
    this.at(real - 3 * DAY_MS);
    const network = await this.open(by, 'Wi-Fi на складі зникає о дев’ятій ранку', 'network', '%Wi-Fi%');
    await problems.command(by, network, '*', 'investigate', {});
    await problems.command(by, network, '*', 'analyse', { technique: 'five_whys', found: { whys: ['Точки доступу перезавантажуються', 'Їм не вистачає живлення', 'О дев’ятій вмикають заряджання терміналів'] } });
    this.at(real - 1 * DAY_MS);
    await this.open(by, 'ERP повільно відкриває накладні', 'apps', '%ERP%');
    this.at(real);
    await this.app.get(Detection, { strict: false }).look();
  }

  private async open(by: Actor, title: string, group: string, like: string): Promise<string> {
    const database = this.app.get(Database, { strict: false });
    const incidents = await database.sql.rows<{ id: string }>(`select id from ticket where kind = 'incident' and title ilike $1 and merged_into_id is null order by created_at desc limit 8`, [like]);
    return (await database.tx((tx) => this.app.get(ProblemRegistration, { strict: false }).open(tx, by, { title, groupId: demoId(`group:${group}`), incidentIds: incidents.map(({ id }) => id) }))).id;
  }
}
