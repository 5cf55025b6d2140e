export { BacklogPage } from '../../features/insight/backlog';
