export { Drift as AccessDriftPage } from '../../features/access/drift';
