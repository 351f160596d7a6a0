import { HandlesJob, type JobContext, type JobHandler } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { CertificateService } from './certificate.service.js';
import { type CertificateOrder, makeCertificate } from './retention-jobs.js';

@HandlesJob(makeCertificate)
export class MakeCertificateJob implements JobHandler<CertificateOrder> {
  constructor(@Inject(CertificateService) private readonly certificates: CertificateService) {}

  run(order: CertificateOrder, context: JobContext): Promise<void> {
    return this.certificates.make(context.actor, context.jurisdictionId, order);
  }
}
