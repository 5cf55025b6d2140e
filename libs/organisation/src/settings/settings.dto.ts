import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsObject } from 'class-validator';

export class SettingReply {
  @ApiProperty({ example: 'incident.autoCloseWorkingDays' }) key!: string;
  @ApiProperty({ example: 'incident' }) group!: string;
  @ApiProperty() name!: string;
  @ApiProperty() hint!: string;
  @ApiProperty({ enum: ['integer', 'text', 'flag'] }) kind!: string;
  @ApiProperty({ oneOf: [{ type: 'integer' }, { type: 'string' }, { type: 'boolean' }], example: 3 }) value!: number | string | boolean;
  @ApiProperty({ oneOf: [{ type: 'integer' }, { type: 'string' }, { type: 'boolean' }], example: 3, description: 'What holds where nothing was set' }) fallback!: number | string | boolean;
  @ApiPropertyOptional() min?: number;
  @ApiPropertyOptional({ description: 'Of a text: its length' }) max?: number;
}

export class SettingsReply {
  @ApiProperty({ type: [SettingReply] }) items!: SettingReply[];
  @ApiProperty() version!: number;
}

export class ChangeSettings {
  @ApiProperty({ type: Object, additionalProperties: true, description: 'New values by key; null goes back to the default', example: { 'incident.autoCloseWorkingDays': 5 } })
  @IsObject()
  values!: Record<string, unknown>;
}
