import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Does the database answer? Asked by whoever decides whether to send us work. */
@Injectable()
export class DatabasePulse {
  constructor(@Inject(DataSource) private readonly source: DataSource) {}

  isReachable(): Promise<boolean> {
    return this.source.query('select 1').then(
      () => true,
      () => false,
    );
  }
}
