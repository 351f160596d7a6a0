import type { SchoolDay } from '@heliotrope/kernel';
import type { Tx } from '@heliotrope/platform';
import { Injectable, SetMetadata } from '@nestjs/common';
import type { DataClass, HeldBack, Purpose } from '../../rules/index.js';

export const KEEPS_DATA = 'heliotrope:keeps-data';
export const STOPS_PROCESSING = 'heliotrope:stops-processing';
export const TELLS_OF_PUPIL = 'heliotrope:tells-of-pupil';

export interface PupilKey {
  readonly jurisdictionId: number;
  readonly schoolId: string;
  readonly studentId: string;
}

/** Knows how one kind of data is destroyed. What it returns stands on the certificate. */
export interface DataKeeper {
  /** Destroys at most `limit` things whose years began on `from` or earlier and that no hold keeps. Ids of what went. */
  destroyDue(tx: Tx, ask: { jurisdictionId: number; from: SchoolDay; held: HeldBack; limit: number }): Promise<readonly string[]>;
  /** Destroys everything of this kind about one pupil, whatever its age. Left out where a law forbids that. */
  erasePupil?(tx: Tx, pupil: PupilKey): Promise<readonly string[]>;
}

/** Stops what is under way for one purpose after consent was withdrawn. Called again, it does nothing more. */
export interface ProcessingStopper {
  /** @returns how many things were stopped. */
  stop(tx: Tx, pupil: PupilKey): Promise<number>;
}

/** One table of an access pack: what is kept about the pupil, in words a guardian understands. */
export interface PupilSection {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly note?: string;
}

/** Tells what one domain keeps about a pupil. */
export interface PupilDataSource {
  tell(tx: Tx, pupil: PupilKey): Promise<readonly PupilSection[]>;
}

/** This provider destroys this kind of data. Boot fails when a declared kind has no keeper, or two. */
export const KeepsData = (kind: DataClass): ClassDecorator => decorate(KEEPS_DATA, kind.name);

/** This provider stops this purpose for a pupil. Several may stop one purpose. */
export const StopsProcessing = (purpose: Purpose): ClassDecorator => decorate(STOPS_PROCESSING, purpose);

/** This provider tells of a pupil, at this place of the pack. */
export const TellsOfPupil = (place: number): ClassDecorator => decorate(TELLS_OF_PUPIL, place);

function decorate(key: string, value: unknown): ClassDecorator {
  return (target) => {
    Injectable()(target);
    SetMetadata(key, value)(target);
  };
}
