import { Module } from '@nestjs/common';
import { JournalModule } from '@opora/journal';
import { CalendarController } from './calendar.controller';
import { Calendars } from './calendars';
import { PolicyEpoch } from './policy-epoch';

@Module({ imports: [JournalModule], providers: [Calendars, PolicyEpoch], exports: [Calendars, PolicyEpoch] })
export class CalendarModule {}

@Module({ imports: [CalendarModule], controllers: [CalendarController] })
export class CalendarHttp {}
