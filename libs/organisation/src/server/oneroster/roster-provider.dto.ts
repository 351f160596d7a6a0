import { IsOptional, IsString, MaxLength } from 'class-validator';

/** The parameters of a collection, as texts: what they say is read by the rules, which refuse in the words of the standard. */
export class RosterQuery {
  @IsOptional() @IsString() @MaxLength(9) limit?: string | undefined;
  @IsOptional() @IsString() @MaxLength(9) offset?: string | undefined;
  @IsOptional() @IsString() @MaxLength(40) sort?: string | undefined;
  @IsOptional() @IsString() @MaxLength(4) orderBy?: string | undefined;
  @IsOptional() @IsString() @MaxLength(500) fields?: string | undefined;
  @IsOptional() @IsString() @MaxLength(1000) filter?: string | undefined;
}
