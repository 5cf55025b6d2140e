export { Proposals } from './proposals/proposals';
export { ProposalBody, ProposalReply } from './proposals/proposals.dto';
export { TriageHttp, TriageModule } from './triage.module';
