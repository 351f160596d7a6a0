import type {
  AskedClassesDto, AssessmentDto, AssessmentPageDto, AssessmentWrittenDto, AuditOverviewDto, CampaignDto, CampaignPageDto, CampaignPlannedDto, ClassConsentDto,
  ConsentRecordedDto, ConsentSlipsDto, DestructionDto, DestructionPageDto, FileOrderDto, GrantRequestBody, HoldPlacedDto, NoticeDto, NoticePublishedDto,
  NoticesDto, OrderAuditPackBody, PackOrderDto, PaperConsentBody, PlaceHoldBody, PlanCampaignBody, ProvisionsDto, PublishNoticeBody, PupilConsentDto, ReceiveRequestBody,
  RecipientDto, RecipientPageDto, RecordProvisionBody, RegisteredDto, RegisterRecipientBody, RequestReceivedDto, RetentionDto, RightsDetailDto,
  RightsItemDto, RightsPageDto, StudentPageDto, WriteAssessmentBody,
} from '@heliotrope/api-client';

import { get, post, upload } from '../../api/http.js';
import type { PageAsk } from '../../api/page.js';

export type Notice = NoticeDto;
export type NoticeDraft = PublishNoticeBody;
export type Campaign = CampaignDto;
export type CampaignPlan = PlanCampaignBody;
export type PupilConsent = PupilConsentDto;
export type ClassConsent = ClassConsentDto;
export type ConsentSlips = ConsentSlipsDto;
export type PaperConsent = PaperConsentBody;
export type Assessment = AssessmentDto;
export type AssessmentDraft = WriteAssessmentBody;
export type Recipient = RecipientDto;
export type RecipientDraft = RegisterRecipientBody;
export type Provisions = ProvisionsDto;
export type ProvisionDraft = RecordProvisionBody;
export type Destruction = DestructionDto;
export type HoldDraft = PlaceHoldBody;
export type RightsRequest = RightsItemDto;
export type RightsDetail = RightsDetailDto;
export type RightsDraft = ReceiveRequestBody;

const AT = '/api/data-protection';

export const notices = async () => (await get<NoticesDto>(`${AT}/notices`)).items;
export const publishNotice = (draft: NoticeDraft) => post<NoticePublishedDto>(`${AT}/notices`, draft);
export const listCampaigns = (ask: PageAsk) => get<CampaignPageDto>(`${AT}/consent-campaigns`, ask);
export const planCampaign = (plan: CampaignPlan) => post<CampaignPlannedDto>(`${AT}/consent-campaigns`, plan);
export const classesOf = async (id: string) => (await get<AskedClassesDto>(`${AT}/consent-campaigns/${id}/classes`)).items;
export const classConsent = (id: string, classId: string) => get<ClassConsentDto>(`${AT}/consent-campaigns/${id}/pupils`, { classId });
export const invite = (id: string, classId: string) => post<ConsentSlipsDto>(`${AT}/consent-campaigns/${id}/invitations`, { classId });
export const enterPaper = (id: string, paper: PaperConsent) => post<ConsentRecordedDto>(`${AT}/consent-campaigns/${id}/papers`, paper);
export const attachScan = (recordId: string, file: File) => {
  const form = new FormData();
  form.append('file', file);
  return upload<void>(`${AT}/consent-records/${recordId}/scan`, form);
};

export const listAssessments = (ask: PageAsk) => get<AssessmentPageDto>(`${AT}/impact-assessments`, ask);
export const assessment = (id: string) => get<Assessment>(`${AT}/impact-assessments/${id}`);
export const writeAssessment = (draft: AssessmentDraft) => post<AssessmentWrittenDto>(`${AT}/impact-assessments`, draft);
export const approveAssessment = (id: string) => post<Assessment>(`${AT}/impact-assessments/${id}/approve`);
export const revokeAssessment = (id: string) => post<Assessment>(`${AT}/impact-assessments/${id}/revoke`);

export const listRecipients = (ask: PageAsk) => get<RecipientPageDto>(`${AT}/recipients`, ask);
export const registerRecipient = (draft: RecipientDraft) => post<RegisteredDto>(`${AT}/recipients`, draft);
export const endRecipient = (id: string) => post<Recipient>(`${AT}/recipients/${id}/end`);
export const provisions = (id: string) => get<ProvisionsDto>(`${AT}/recipients/${id}/provisions`);
export const recordProvision = (id: string, draft: ProvisionDraft) => post<RegisteredDto>(`${AT}/recipients/${id}/provisions`, draft);

export const retention = (bureauId?: string) => get<RetentionDto>(`${AT}/retention`, { bureauId });
export const placeHold = (draft: HoldDraft) => post<HoldPlacedDto>(`${AT}/retention/holds`, draft);
export const liftHold = (id: string) => post(`${AT}/retention/holds/${id}/lift`);
export const listDestructions = (ask: PageAsk) => get<DestructionPageDto>(`${AT}/retention/destructions`, ask);
export const orderCertificate = (id: string) => post<FileOrderDto>(`${AT}/retention/destructions/${id}/certificate`);

export const listRights = (ask: { state?: string | undefined } & PageAsk) => get<RightsPageDto>(`${AT}/rights-requests`, ask);
export const rightsRequest = (id: string) => get<RightsDetail>(`${AT}/rights-requests/${id}`);
export const receiveRequest = (draft: RightsDraft) => post<RequestReceivedDto>(`${AT}/rights-requests`, draft);
/** `version`: of the pupil's record as it was seen, when the grant changes it. */
export const grantRequest = (id: string, answer: GrantRequestBody, version?: number) => post<RightsDetail>(`${AT}/rights-requests/${id}/grant`, answer, version);
export const refuseRequest = (id: string, reason: string) => post<RightsDetail>(`${AT}/rights-requests/${id}/refuse`, { reason });
export const orderPack = (id: string) => post<PackOrderDto>(`${AT}/rights-requests/${id}/pack`);

export const auditOverview = (bureauId?: string) => get<AuditOverviewDto>(`${AT}/audit-packs`, { bureauId });
export const orderAuditPack = (order: OrderAuditPackBody) => post<FileOrderDto>(`${AT}/audit-packs`, order);

/** Pupils by name, for the desk: masked, as every list shows them. */
export const findPupils = async (q: string) => (await get<StudentPageDto>('/api/organisation/students', { q, limit: 20 })).items;
