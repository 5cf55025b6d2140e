import { ApiProperty } from '@nestjs/swagger';

export class Figure {
  @ApiProperty() count!: number;
  @ApiProperty({ description: 'Query of `GET /tickets` that answers exactly the tickets counted', example: 'createdFrom=2026-10-31T22%3A00%3A00.000Z&outcome=resolution%3Abreached' }) query!: string;
}

export class ReportPeriod {
  @ApiProperty({ format: 'date' }) from!: string;
  @ApiProperty({ format: 'date', description: 'The last day, which belongs to the period' }) to!: string;
  @ApiProperty({ example: 'Europe/Kyiv' }) timeZone!: string;
  @ApiProperty({ format: 'date-time' }) start!: string;
  @ApiProperty({ format: 'date-time', description: 'The instant after the period' }) end!: string;
}
