import { Module } from '@nestjs/common';
import { PackLoader } from './pack-loader.service.js';
import { PackRepository } from './pack.repository.js';
import { PolicyReader } from './policy-reader.service.js';

@Module({
  providers: [PackRepository, PackLoader, PolicyReader],
  exports: [PolicyReader, PackLoader],
})
export class PolicyModule {}
