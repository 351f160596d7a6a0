import { Injectable } from '@nestjs/common';

/** The one place that reads the time. Rules take `now` as an argument; services take it from their transaction. */
@Injectable()
export class Clock {
  now(): Date {
    return new Date();
  }
}
