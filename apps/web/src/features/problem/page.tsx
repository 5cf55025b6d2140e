import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { isApiError } from '../../shared/api';
import { useI18n, useT } from '../../shared/i18n';
import { Card, Facts, Loaded, Moment, useTitle } from '../../shared/ui';
import { PriorityChip, StatusChip } from '../../shared/ui/chips';
import { Acts, MassAct, Publishing } from './acts';
import { Analysis } from './analysis';
import { type Problem, problemQuery } from './data';
import css from './problem.module.css';

/** One problem: workaround and cause first, what it causes beside what was found out (ux.md §1.5.10). */
export function ProblemWorkspace({ reference }: { reference: string }): ReactNode {
  const query = useQuery(problemQuery(reference));
  useTitle(query.data ? `${query.data.reference} ${query.data.title}` : reference);
  if (isApiError(query.error, 404) || isApiError(query.error, 403)) throw query.error;
  return <Loaded query={query} lines={5} line={56}>{(problem) => <Whole problem={problem} />}</Loaded>;
}

function Whole({ problem }: { problem: Problem }): ReactNode {
  const { t, format } = useI18n();
  const { workaround, cause, solution, cost } = problem;
  return (
    <div className={css.page}>
      <header>
        <p className={css.meta}><Link to="/desk/problems">{t('problems.title')}</Link><span>{problem.reference}</span></p>
        <div className={css.head}><h1>{problem.title}</h1><StatusChip state={problem.state} phase={problem.phase} /></div>
        <Acts problem={problem} />
      </header>
      <div className={css.main}>
        {problem.description ? <Card id="problem-about" title={t('problems.about')}><p className={css.text}>{problem.description}</p></Card> : null}
        <Card id="problem-workaround" title={t('problems.workaround')}>
          {workaround ? (
            <>
              <p className={css.text}>{workaround.text}</p>
              <p className={css.meta}><span>{workaround.by.displayName}</span><Moment at={workaround.at} />{workaround.sentTo > 0 ? <span>{t('problems.sentTo', { n: workaround.sentTo })}</span> : null}</p>
              <Publishing problem={problem} />
            </>
          ) : <p className={css.meta}>{t('problems.workaround.none')}</p>}
        </Card>
        <Card id="problem-cause" title={t('problems.cause')}>{cause ? <><p className={css.text}>{cause.text}</p><p className={css.meta}><span>{cause.by.displayName}</span><Moment at={cause.at} /></p></> : <p className={css.meta}>{t('problems.cause.none')}</p>}</Card>
        {problem.fixPlan ? <Card id="problem-fix" title={t('problems.fix')}><p className={css.text}>{problem.fixPlan}</p></Card> : null}
        {solution ? <Card id="problem-solution" title={t('problems.solution')}><p className={css.text}>{solution.text}</p><p className={css.meta}><span>{solution.by.displayName}</span><Moment at={solution.at} /></p></Card> : null}
        <Analysis problem={problem} />
        <Incidents problem={problem} />
      </div>
      <div className={css.aside}>
        <Card id="problem-facts" title={t('problems.facts')}>
          <Facts
            items={[
              [t('problems.priority'), <PriorityChip key="p" priority={problem.priority} word />], [t('problems.group'), problem.group?.name], [t('problems.owner'), problem.assignee?.displayName], [t('problems.service'), problem.service?.name],
              [t('problems.items'), problem.configurationItems.map(({ name }) => name).join(', ')], [t('problems.origin'), t(`problems.origin.${problem.origin as 'reactive'}`)],
              [t('problems.cost'), format.number(cost.totalCents / 100, 2)], [t('problems.work'), t('problems.hours', { n: format.number(cost.workSeconds / 3600, 1) })],
            ]}
          />
        </Card>
      </div>
    </div>
  );
}

function Incidents({ problem }: { problem: Problem }): ReactNode {
  const t = useT();
  return (
    <Card id="problem-incidents" title={t('problems.incidents', { n: problem.incidents.length })} act={<div className={css.acts}><MassAct problem={problem} act="broadcast" /><MassAct problem={problem} act="resolveIncidents" /></div>}>
      {problem.incidents.length === 0 ? <p className={css.meta}>{t('problems.incidents.none')}</p> : (
        <>
          <p className={css.meta}>{t('problems.weeks', { list: problem.weeks.map(({ incidents }) => incidents).join(' · ') })}</p>
          <ul className={css.rows}>
            {problem.incidents.map((one) => <li key={one.id}><Link to="/desk/t/$ref" params={{ ref: one.reference }}>{one.reference} {one.title}</Link><StatusChip state={one.state} phase={one.phase} /><small>{one.requester.displayName}</small>{one.told ? <small>{t('problems.told')}</small> : null}</li>)}
          </ul>
        </>
      )}
    </Card>
  );
}
