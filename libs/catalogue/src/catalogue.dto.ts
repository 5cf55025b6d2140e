/* eslint-disable max-lines -- the shapes of one small area, without logic */
export * from './dto/items.dto';
export * from './dto/services.dto';
