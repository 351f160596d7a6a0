import type { Ordinal } from '@heliotrope/kernel';
import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CaseState, StandingCase } from '../rules/index.js';

@Entity({ schema: 'crisis_escalation', name: 'crisis_case' })
export class CrisisCase implements StandingCase {
  @PrimaryColumn('integer', { name: 'jurisdiction_id' }) jurisdictionId: number;
  @PrimaryColumn('uuid') id: string;
  @Column('uuid', { name: 'school_id' }) schoolId: string;
  @Column('uuid', { name: 'class_id', nullable: true }) classId: string | null;
  @Column('uuid', { name: 'student_id' }) studentId: string;
  @Column('text') state: CaseState;
  @Column('smallint') ordinal: Ordinal;
  @Column('boolean') acute: boolean;
  @Column('uuid', { name: 'owner_account_id', nullable: true }) ownerAccountId: string | null;
  @Column('timestamptz', { name: 'due_at' }) dueAt: Date;
  @Column('timestamptz', { name: 'opened_at' }) openedAt: Date;
  @Column('timestamptz', { name: 'acknowledged_at', nullable: true }) acknowledgedAt: Date | null;
  @Column('text', { name: 'acknowledged_by', nullable: true }) acknowledgedBy: string | null;
}
