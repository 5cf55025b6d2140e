export { Register as AccessGrantsPage } from '../../features/access/register';
