import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsText, ReadOnlyFields } from '@opora/platform';
import { ValidateIf } from 'class-validator';

const IfGiven = (): PropertyDecorator => ValidateIf((_object, value: unknown) => value !== undefined);

export class AnnouncementText {
  @ApiProperty({ example: 'Не працює: Пошта. Ми вже відновлюємо роботу.' })
  uk!: string;

  @ApiProperty({ example: 'Out of order: Mail. We are restoring it.' })
  en!: string;
}

export class AnnouncedService {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'Пошта' })
  name!: string;
}

export class AnnouncedIncident {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ example: 'INC-000123' })
  reference!: string;
}

/** The banner of a major incident. Plain text, never markup. */
export class AnnouncementReply {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: ['major_incident'] })
  kind!: 'major_incident';

  @ApiProperty({ type: AnnouncementText })
  text!: AnnouncementText;

  @ApiProperty({ type: [AnnouncedService], description: 'Affected services; none named = all' })
  services!: AnnouncedService[];

  @ApiProperty({ type: AnnouncedIncident, nullable: true, description: 'Where the caller may read it' })
  incident!: AnnouncedIncident | null;

  @ApiProperty({ format: 'date-time' })
  since!: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'When the next update is promised' })
  nextUpdateAt!: string | null;

  @ApiProperty({ format: 'date-time' })
  updatedAt!: string;

  @ApiProperty({ example: 1 })
  version!: number;
}

export class AnnouncementList {
  @ApiProperty({ type: [AnnouncementReply] })
  items!: AnnouncementReply[];

  @ApiProperty({ type: String, nullable: true })
  nextCursor!: string | null;
}

@ReadOnlyFields('id', 'kind', 'services', 'incident', 'since', 'nextUpdateAt', 'updatedAt', 'version')
export class UpdateAnnouncementText {
  @ApiPropertyOptional({ maxLength: 1000, example: 'Пошта: замінюємо диск, наступне повідомлення о 14:30.' })
  @IfGiven()
  @IsText({ max: 1000 })
  uk?: string;

  @ApiPropertyOptional({ maxLength: 1000, example: 'Mail: a disk is being replaced, next update at 14:30.' })
  @IfGiven()
  @IsText({ max: 1000 })
  en?: string;
}
