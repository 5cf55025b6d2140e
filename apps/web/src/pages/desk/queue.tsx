export { Queue as QueuePage } from '../../features/incident/queue';
