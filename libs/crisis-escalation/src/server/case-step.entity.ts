import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { StepKind } from '../rules/index.js';

/** One line of a case's timeline. Added, never changed: the role of the application may not update the table. */
@Entity({ schema: 'crisis_escalation', name: 'case_step' })
export class CaseStep {
  @PrimaryColumn('integer', { name: 'jurisdiction_id' }) jurisdictionId: number;
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'case_id' }) caseId: string;
  @Column('integer') n: number;
  @Column('uuid', { name: 'school_id' }) schoolId: string;
  @Column('text') kind: StepKind;
  @Column('text') author: string;
  @Column('timestamptz') at: Date;
  @Column('jsonb') detail: Readonly<Record<string, unknown>>;
  @Column('bytea', { name: 'note_enc', nullable: true }) noteEnc: Buffer | null;
  @Column('bytea', { nullable: true }) mark: Buffer | null;
}
