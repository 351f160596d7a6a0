import type { MigrationInterface, QueryRunner } from 'typeorm';
import { tenantTable } from '../tenant-table.js';

/** Notices, consent, impact assessments, recipients, holds, destructions and requests; and what screening needs of them. */
export class DataProtectionFirst implements MigrationInterface {
  readonly name = 'data-protection-first-1763768760000';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`create schema data_protection`);
    await q.query(`grant usage on schema data_protection to heliotrope_app, heliotrope_intake, heliotrope_relay`);
    await notices(q);
    await consents(q);
    await registers(q);
    await retention(q);
    await rights(q);
    await screening(q);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`alter table screening.review drop constraint review_decided_by_a_person`);
    await q.query(`alter table screening.review_event drop constraint review_event_decided_by_a_person`);
    await q.query(`alter table screening.round drop column consent_rule`);
    await q.query(`alter table screening.assignment drop column stopped_at`);
    await q.query(`alter table screening.answer_sheet drop column answers_destroyed_at`);
    await q.query(`drop view organisation.v_left_student`);
    await q.query(`drop schema data_protection cascade`);
  }
}

async function notices(q: QueryRunner): Promise<void> {
  // material: the number of what is agreed to; it grows with purpose, items, method, retention or recipients.
  await q.query(`create table data_protection.notice (
    jurisdiction_id integer not null references organisation.bureau (id),
    id uuid not null,
    purpose text not null,
    audience text not null check (audience in ('guardian', 'pupil')),
    version integer not null,
    material integer not null,
    title text not null,
    parts jsonb not null,
    hash text not null,
    published_by text not null,
    published_at timestamptz not null,
    primary key (jurisdiction_id, id),
    unique (jurisdiction_id, purpose, audience, version))`);
  await tenantTable(q, 'data_protection.notice', { grant: 'select, insert' });
}

async function consents(q: QueryRunner): Promise<void> {
  // only_school_id: null means every school of the bureau.
  await q.query(`create table data_protection.consent_campaign (
    jurisdiction_id integer not null references organisation.bureau (id),
    id uuid not null,
    only_school_id uuid,
    title text not null,
    purpose text not null,
    rule text not null check (rule in ('guardian-consent', 'consent-by-age')),
    asks_from date not null,
    asks_until date not null check (asks_until >= asks_from),
    created_by text not null,
    created_at timestamptz not null,
    primary key (jurisdiction_id, id))`);
  await tenantTable(q, 'data_protection.consent_campaign', { grant: 'select, insert' });

  await q.query(`create table data_protection.consent_invitation (
    jurisdiction_id integer not null,
    id uuid not null,
    campaign_id uuid not null,
    school_id uuid not null,
    class_id uuid not null,
    student_id uuid not null,
    audience text not null check (audience in ('guardian', 'pupil')),
    code_hash bytea not null,
    made_by text not null,
    made_at timestamptz not null,
    primary key (jurisdiction_id, id),
    unique (jurisdiction_id, campaign_id, student_id, audience),
    foreign key (jurisdiction_id, campaign_id) references data_protection.consent_campaign (jurisdiction_id, id))`);
  await tenantTable(q, 'data_protection.consent_invitation', { school: true, grant: 'select, insert, update' });

  // The application may add codes and not list them: only the intake, to which a guardian brings one, looks them up.
  await q.query(`create table data_protection.consent_code (
    code_hash bytea primary key,
    jurisdiction_id integer not null,
    school_id uuid not null,
    invitation_id uuid not null)`);
  await q.query(`comment on table data_protection.consent_code is 'reference: a guardian brings the code before any bureau is known'`);
  await q.query(`grant insert on data_protection.consent_code to heliotrope_app`);
  await q.query(`grant select on data_protection.consent_code to heliotrope_intake`);

  // Lines are added and never changed; n is their order for one pupil and purpose. means: with a one-time code over the network, or a signed paper entered at school.
  await q.query(`create table data_protection.consent_record (
    jurisdiction_id integer not null,
    id uuid not null,
    campaign_id uuid,
    school_id uuid not null,
    student_id uuid not null,
    purpose text not null,
    n integer not null,
    audience text not null check (audience in ('guardian', 'pupil')),
    notice_id uuid not null,
    notice_hash text not null,
    material integer not null,
    means text not null check (means in ('online', 'paper')),
    decision text not null check (decision in ('given', 'refused', 'withdrawn')),
    relation text not null default '',
    signer_enc bytea,
    signed_on date not null,
    recorded_by text not null,
    at timestamptz not null,
    primary key (jurisdiction_id, id),
    unique (jurisdiction_id, student_id, purpose, n),
    foreign key (jurisdiction_id, notice_id) references data_protection.notice (jurisdiction_id, id))`);
  await q.query(`create index consent_record_of_campaign on data_protection.consent_record (jurisdiction_id, campaign_id, student_id, n)`);
  // Deleting is for the retention job alone, which says so in its certificate; nothing is ever updated.
  await tenantTable(q, 'data_protection.consent_record', { school: true, grant: 'select, insert, delete' });

  await q.query(`create table data_protection.consent_scan (
    jurisdiction_id integer not null,
    id uuid not null,
    record_id uuid not null,
    school_id uuid not null,
    file_key text not null,
    sha256 text not null,
    bytes integer not null,
    added_by text not null,
    added_at timestamptz not null,
    primary key (jurisdiction_id, id),
    foreign key (jurisdiction_id, record_id) references data_protection.consent_record (jurisdiction_id, id) on delete cascade)`);
  await tenantTable(q, 'data_protection.consent_scan', { school: true, grant: 'select, insert, delete' });

  await q.query(`create table data_protection.processing_stop (
    jurisdiction_id integer not null,
    id uuid not null,
    school_id uuid not null,
    student_id uuid not null,
    purpose text not null,
    record_id uuid not null,
    withdrawn_at timestamptz not null,
    due_at timestamptz not null,
    stopped_at timestamptz,
    touched integer,
    primary key (jurisdiction_id, id))`);
  await q.query(`create index processing_stop_waiting on data_protection.processing_stop (due_at) where stopped_at is null`);
  await tenantTable(q, 'data_protection.processing_stop', { school: true, grant: 'select, insert, update' });
  await q.query(`create policy relay on data_protection.processing_stop for select to heliotrope_relay using (true)`);
  await q.query(`grant select on data_protection.processing_stop to heliotrope_relay`);
}

async function registers(q: QueryRunner): Promise<void> {
  await q.query(`create table data_protection.impact_assessment (
    jurisdiction_id integer not null references organisation.bureau (id),
    id uuid not null,
    subject text not null,
    title text not null,
    content jsonb not null,
    risk text not null check (risk in ('low', 'medium', 'high')),
    conclusion text not null check (conclusion in ('proceed', 'proceed-with-measures', 'stop')),
    state text not null default 'draft' check (state in ('draft', 'approved', 'revoked')),
    valid_from date,
    valid_until date not null,
    author text not null,
    created_at timestamptz not null,
    approved_by text,
    approved_at timestamptz,
    revoked_by text,
    revoked_at timestamptz,
    primary key (jurisdiction_id, id))`);
  await q.query(`create index impact_assessment_in_force on data_protection.impact_assessment (jurisdiction_id, subject, valid_until) where state = 'approved'`);
  await tenantTable(q, 'data_protection.impact_assessment');

  await q.query(`create table data_protection.recipient (
    jurisdiction_id integer not null references organisation.bureau (id),
    id uuid not null,
    kind text not null check (kind in ('processor', 'other-controller', 'joint-controller')),
    name text not null,
    contact text not null default '',
    purpose text not null,
    means text not null,
    data_classes text[] not null,
    contract_number text not null,
    contract_from date not null,
    contract_until date not null check (contract_until >= contract_from),
    assessment_id uuid not null,
    ended_on date,
    created_by text not null,
    created_at timestamptz not null,
    primary key (jurisdiction_id, id),
    foreign key (jurisdiction_id, assessment_id) references data_protection.impact_assessment (jurisdiction_id, id))`);
  await tenantTable(q, 'data_protection.recipient', { grant: 'select, insert, update' });

  await q.query(`create table data_protection.provision (
    jurisdiction_id integer not null,
    id uuid not null,
    recipient_id uuid not null,
    data_classes text[] not null,
    purpose text not null,
    basis text check (basis in ('consent', 'statutory-duty', 'vital-interest')),
    persons integer not null check (persons >= 0),
    provided_on date not null,
    recorded_by text not null,
    recorded_at timestamptz not null,
    primary key (jurisdiction_id, id),
    foreign key (jurisdiction_id, recipient_id) references data_protection.recipient (jurisdiction_id, id))`);
  await q.query(`create index provision_of_recipient on data_protection.provision (jurisdiction_id, recipient_id, provided_on desc, id)`);
  await tenantTable(q, 'data_protection.provision', { grant: 'select, insert, delete' });
}

async function retention(q: QueryRunner): Promise<void> {
  await q.query(`create table data_protection.legal_hold (
    jurisdiction_id integer not null references organisation.bureau (id),
    id uuid not null,
    data_class text,
    only_school_id uuid,
    student_id uuid,
    reason text not null,
    placed_by text not null,
    placed_at timestamptz not null,
    lifted_by text,
    lifted_at timestamptz,
    primary key (jurisdiction_id, id))`);
  await tenantTable(q, 'data_protection.legal_hold', { grant: 'select, insert, update' });

  await q.query(`create view organisation.v_left_student with (security_invoker = true) as
    select jurisdiction_id, school_id, id as student_id, left_on from organisation.student where state = 'left' and left_on is not null`);
  await q.query(`grant select on organisation.v_left_student to heliotrope_app`);

  // One row for each kind and run that destroyed something: the certificate. digest: of what, how counted, and which.
  await q.query(`create table data_protection.destruction (
    jurisdiction_id integer not null references organisation.bureau (id),
    id uuid not null,
    data_class text not null,
    reason text not null check (reason in ('time-over', 'right-exercised')),
    counted_before date not null,
    years real not null,
    source text not null,
    count integer not null check (count > 0),
    digest text not null,
    job_run_id uuid,
    destroyed_by text not null,
    destroyed_at timestamptz not null,
    primary key (jurisdiction_id, id))`);
  await tenantTable(q, 'data_protection.destruction', { grant: 'select, insert' });

  // A file store knows no rollback: what is to be deleted is written here in the same commit, and deleted after it.
  await q.query(`create table data_protection.file_to_delete (
    jurisdiction_id integer not null references organisation.bureau (id),
    file_key text not null,
    since timestamptz not null,
    primary key (jurisdiction_id, file_key))`);
  await tenantTable(q, 'data_protection.file_to_delete', { grant: 'insert' });
  await q.query(`create policy relay on data_protection.file_to_delete to heliotrope_relay using (true) with check (false)`);
  await q.query(`grant select, delete on data_protection.file_to_delete to heliotrope_relay`);
}

async function rights(q: QueryRunner): Promise<void> {
  await q.query(`create table data_protection.rights_request (
    jurisdiction_id integer not null,
    id uuid not null,
    school_id uuid not null,
    class_id uuid,
    student_id uuid not null,
    kind text not null check (kind in ('access', 'copy', 'correct', 'delete', 'explain')),
    asked_by text not null check (asked_by in ('guardian', 'pupil')),
    wish_enc bytea not null,
    received_on date not null,
    due_on date not null,
    state text not null default 'received' check (state in ('received', 'granted', 'refused')),
    answer_enc bytea,
    decided_by text,
    decided_at timestamptz,
    export_id uuid,
    entered_by text not null,
    entered_at timestamptz not null,
    primary key (jurisdiction_id, id))`);
  await q.query(`create index rights_request_list on data_protection.rights_request (jurisdiction_id, school_id, state, due_on, id)`);
  await q.query(`create unique index rights_request_one_open on data_protection.rights_request (jurisdiction_id, student_id, kind) where state = 'received'`);
  await tenantTable(q, 'data_protection.rights_request', { school: true, grant: 'select, insert, update' });
}

async function screening(q: QueryRunner): Promise<void> {
  await q.query(`alter table screening.round add column consent_rule text not null default 'none-required-by-law-basis'
    check (consent_rule in ('none-required-by-law-basis', 'guardian-consent', 'consent-by-age'))`);
  // 个人信息保护法 24: a rule may suggest; what stands as a level was decided by a person, and the database knows no other.
  await q.query(`alter table screening.review add constraint review_decided_by_a_person check (decided_by is null or decided_by like 'account:%')`);
  await q.query(`alter table screening.review_event add constraint review_event_decided_by_a_person
    check (kind not in ('confirmed', 'lowering-proposed', 'lowered') or by like 'account:%')`);
  // stopped_at: consent was withdrawn; the seat takes nothing any more.
  await q.query(`alter table screening.assignment add column stopped_at timestamptz`);
  await q.query(`grant update (stopped_at) on screening.assignment to heliotrope_app`);
  await q.query(`alter table screening.answer_sheet add column answers_destroyed_at timestamptz`);
  await q.query(`grant update (answers_enc, answers_destroyed_at) on screening.answer_sheet to heliotrope_app`);
}
