export { MyAccess as AccessPage } from '../../features/access/mine';
