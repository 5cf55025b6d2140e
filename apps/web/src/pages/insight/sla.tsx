export { SlaPage } from '../../features/insight/sla';
