import { TicketTables1790000010000 } from './ticket-tables';

export const ticketMigrations = [TicketTables1790000010000];
