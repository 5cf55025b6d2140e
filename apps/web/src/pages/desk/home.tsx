export { Queue as HomePage } from '../../features/incident/queue';
