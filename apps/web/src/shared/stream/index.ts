export { StreamProvider, useLine, useStream } from './provider';
export type { StreamEvents, TicketEvent } from './stream';
