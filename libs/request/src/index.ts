import './request.messages';

export { REQUEST, REQUEST_COMMANDS, REQUEST_LIFECYCLE, REQUEST_STATES, type RequestCommand, type RequestState } from './domain';
export { requestMigrations } from './migrations';
export { requestChecks } from './request.checks';
export { SubmitRequest } from './request.dto';
export { RequestHttp, RequestJobs, RequestModule } from './request.module';
export { RequestReply } from './request.reply';
export { RequestService } from './request.service';
