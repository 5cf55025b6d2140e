/* eslint-disable max-lines -- the shapes of one small area, without logic */
export * from './dto/groups.dto';
export * from './dto/places.dto';
