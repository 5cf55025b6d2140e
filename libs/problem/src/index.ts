import './problem.messages';

export { Detection } from './detection/detection';
export { Proposals } from './detection/proposals';
export { PROBLEM, PROBLEM_COMMANDS, PROBLEM_LIFECYCLE, PROBLEM_STATES, type ProblemCommand, type ProblemState } from './domain';
export { MassActs } from './mass/mass-acts';
export { problemMigrations } from './migrations';
export { problemChecks } from './problem.checks';
export { RegisterProblem } from './problem.dto';
export { ProblemHttp, ProblemJobs, ProblemModule } from './problem.module';
export { ProblemRegistration } from './problem.registration';
export { ProblemService } from './problem.service';
