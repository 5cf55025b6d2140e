export { AccessQueue as AccessPage } from '../../features/access/queue';
