export { OperatorsPage } from '../../features/insight/operators';
