export * from './dto/account.dto';
export * from './dto/people.dto';
export * from './dto/roles.dto';
