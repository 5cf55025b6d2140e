export { TicketsPage } from '../../features/insight/tickets';
