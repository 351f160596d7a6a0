import { declaredActions, chinaDayOf } from '@heliotrope/kernel';
import { OrganisationReader } from '@heliotrope/organisation';
import type { Tx } from '@heliotrope/platform';
import { Inject } from '@nestjs/common';
import { PURPOSES } from '../../rules/index.js';
import { accountIn } from '../author.js';
import { ConsentRepository } from '../consent/consent.repository.js';
import { PupilPlaceRepository } from '../consent/pupil-place.repository.js';
import { type PupilDataSource, type PupilKey, type PupilSection, TellsOfPupil } from '../registry/data-keeper.js';
import { RightsRepository } from './rights.repository.js';

const WHO = { guardian: '监护人', pupil: '学生本人' } as const;
const SAID = { given: '同意', refused: '不同意', withdrawn: '撤回' } as const;

@TellsOfPupil(1)
export class RosterSource implements PupilDataSource {
  constructor(@Inject(PupilPlaceRepository) private readonly pupils: PupilPlaceRepository) {}

  async tell(tx: Tx, pupil: PupilKey): Promise<PupilSection[]> {
    const [found] = await this.pupils.named(tx, pupil.jurisdictionId, [pupil.studentId]);
    const rows = found ? [['姓名', found.name], ['班级', found.className], ['出生日期', found.bornOn ?? '未登记']] : [];
    return [{ title: '学籍基本信息', head: ['项目', '内容'], rows, note: '身份证件号、学籍号和联系电话加密保存，可当面核对。' }];
  }
}

@TellsOfPupil(80)
export class ConsentSource implements PupilDataSource {
  constructor(@Inject(ConsentRepository) private readonly consents: ConsentRepository) {}

  async tell(tx: Tx, { jurisdictionId, studentId }: PupilKey): Promise<PupilSection[]> {
    const lines = await this.consents.allOf(tx, jurisdictionId, studentId);
    return [{
      title: '告知与同意', head: ['事项', '签署方', '决定', '日期', '方式'],
      rows: lines.map((line) => [PURPOSES[line.purpose].zh, WHO[line.audience], SAID[line.decision], line.signedOn, line.means === 'paper' ? '纸质' : '网上']),
    }];
  }
}

@TellsOfPupil(90)
export class OpenedSource implements PupilDataSource {
  constructor(
    @Inject(RightsRepository) private readonly requests: RightsRepository,
    @Inject(OrganisationReader) private readonly organisation: OrganisationReader,
  ) {}

  async tell(tx: Tx, { jurisdictionId, studentId }: PupilKey): Promise<PupilSection[]> {
    const entries = await this.requests.opened(tx, jurisdictionId, studentId);
    const people = await this.organisation.accountNames(tx, entries.flatMap((entry) => accountIn(entry.actor) ?? []));
    const nameOf = (ref: string) => people.get(accountIn(ref) ?? '') ?? (ref.startsWith('student:') ? '学生本人' : '系统');
    return [{
      title: '谁查看或处理过', head: ['日期', '谁', '做了什么'],
      rows: entries.map((entry) => [chinaDayOf(entry.at), nameOf(entry.actor), declaredActions().get(entry.action) ?? entry.action]),
      note: '列出最近五百条。',
    }];
  }
}
