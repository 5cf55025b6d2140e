/* eslint-disable max-lines -- the shapes of one area, without logic */
export * from './dto/account.dto';
export * from './dto/people.dto';
export * from './dto/roles.dto';
