import { Module } from '@nestjs/common';
import { PackLoader } from './pack-loader.service.js';
import { PackRepository } from './pack.repository.js';
import { PolicyReader } from './policy-reader.service.js';
import { PublishedCountsRepository } from './published-counts.repository.js';
import { Publishing } from './publishing.service.js';

@Module({
  providers: [PackRepository, PackLoader, PolicyReader, PublishedCountsRepository, Publishing],
  exports: [PolicyReader, PackLoader, Publishing],
})
export class PolicyModule {}
