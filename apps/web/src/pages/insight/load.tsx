export { LoadPage } from '../../features/insight/load';
