import type { Actor } from '@heliotrope/kernel';
import { Allow, CONFIG, type Config, CurrentActor } from '@heliotrope/platform';
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { pagesAround, READ_CORE, READ_DEMOGRAPHICS, READ_NESTED } from '../../rules/index.js';
import { RosterQuery } from './roster-provider.dto.js';
import { type RosterPage, RosterProvider } from './roster-provider.service.js';

const SCHOOL = { type: 'school' } as const;
const TERM = { type: 'term' } as const;
const STUDENT = { role: 'student' } as const;
const TEACHER = { role: 'teacher' } as const;

type Answer = Promise<Record<string, unknown>>;
interface Told {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** Binds a page to its answer: the collection's name, the total, and the way to the pages around it. */
async function told(name: string, page: Promise<RosterPage>, { request, reply }: Told, origin: string): Answer {
  const { items, total, limit, offset } = await page;
  const address = new URL(request.url, origin);
  const links = Object.entries(pagesAround(offset, limit, total)).map(([rel, at]) => {
    address.searchParams.set('limit', String(limit));
    address.searchParams.set('offset', String(at));
    return `<${address.href}>; rel="${rel}"`;
  });
  void reply.headers({ 'x-total-count': String(total), link: links.join(', ') });
  return { [name]: items };
}

/** The OneRoster 1.2 rostering service. Described by its standard, and so left out of our own description. */
@ApiExcludeController()
@Controller('ims/oneroster/rostering/v1p2')
export class RosterProviderController {
  constructor(
    @Inject(RosterProvider) private readonly provider: RosterProvider,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  private told(name: string, page: Promise<RosterPage>, request: FastifyRequest, reply: FastifyReply): Answer {
    return told(name, page, { request, reply }, this.config.consoleOrigin);
  }

  @Get('orgs') @Allow(READ_CORE, 'client')
  orgs(@CurrentActor() actor: Actor, @Query() query: RosterQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Answer {
    return this.told('orgs', this.provider.list(actor, 'orgs', query), request, reply);
  }

  @Get('orgs/:id') @Allow(READ_CORE, 'client')
  async orgById(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: RosterQuery): Answer {
    return { org: await this.provider.one(actor, 'orgs', id, query) };
  }

  @Get('schools') @Allow(READ_CORE, 'client')
  schools(@CurrentActor() actor: Actor, @Query() query: RosterQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Answer {
    return this.told('orgs', this.provider.list(actor, 'orgs', query, SCHOOL), request, reply);
  }

  @Get('schools/:id') @Allow(READ_CORE, 'client')
  async schoolById(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: RosterQuery): Answer {
    return { org: await this.provider.one(actor, 'orgs', id, query, SCHOOL) };
  }

  @Get('academicSessions') @Allow(READ_CORE, 'client')
  academicSessions(@CurrentActor() actor: Actor, @Query() query: RosterQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Answer {
    return this.told('academicSessions', this.provider.list(actor, 'academicSessions', query), request, reply);
  }

  @Get('academicSessions/:id') @Allow(READ_CORE, 'client')
  async academicSessionById(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: RosterQuery): Answer {
    return { academicSession: await this.provider.one(actor, 'academicSessions', id, query) };
  }

  @Get('terms') @Allow(READ_CORE, 'client')
  terms(@CurrentActor() actor: Actor, @Query() query: RosterQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Answer {
    return this.told('academicSessions', this.provider.list(actor, 'academicSessions', query, TERM), request, reply);
  }

  @Get('terms/:id') @Allow(READ_CORE, 'client')
  async termById(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: RosterQuery): Answer {
    return { academicSession: await this.provider.one(actor, 'academicSessions', id, query, TERM) };
  }

  @Get('courses') @Allow(READ_CORE, 'client')
  courses(@CurrentActor() actor: Actor, @Query() query: RosterQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Answer {
    return this.told('courses', this.provider.list(actor, 'courses', query), request, reply);
  }

  @Get('courses/:id') @Allow(READ_CORE, 'client')
  async courseById(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: RosterQuery): Answer {
    return { course: await this.provider.one(actor, 'courses', id, query) };
  }

  @Get('classes') @Allow(READ_CORE, 'client')
  classes(@CurrentActor() actor: Actor, @Query() query: RosterQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Answer {
    return this.told('classes', this.provider.list(actor, 'classes', query), request, reply);
  }

  @Get('classes/:id') @Allow(READ_CORE, 'client')
  async classById(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: RosterQuery): Answer {
    return { class: await this.provider.one(actor, 'classes', id, query) };
  }

  @Get('users') @Allow(READ_CORE, 'client')
  users(@CurrentActor() actor: Actor, @Query() query: RosterQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Answer {
    return this.told('users', this.provider.list(actor, 'users', query), request, reply);
  }

  @Get('users/:id') @Allow(READ_CORE, 'client')
  async userById(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: RosterQuery): Answer {
    return { user: await this.provider.one(actor, 'users', id, query) };
  }

  @Get('students') @Allow(READ_CORE, 'client')
  students(@CurrentActor() actor: Actor, @Query() query: RosterQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Answer {
    return this.told('users', this.provider.list(actor, 'users', query, STUDENT), request, reply);
  }

  @Get('students/:id') @Allow(READ_CORE, 'client')
  async studentById(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: RosterQuery): Answer {
    return { user: await this.provider.one(actor, 'users', id, query, STUDENT) };
  }

  @Get('teachers') @Allow(READ_CORE, 'client')
  teachers(@CurrentActor() actor: Actor, @Query() query: RosterQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Answer {
    return this.told('users', this.provider.list(actor, 'users', query, TEACHER), request, reply);
  }

  @Get('teachers/:id') @Allow(READ_CORE, 'client')
  async teacherById(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: RosterQuery): Answer {
    return { user: await this.provider.one(actor, 'users', id, query, TEACHER) };
  }

  @Get('enrollments') @Allow(READ_CORE, 'client')
  enrollments(@CurrentActor() actor: Actor, @Query() query: RosterQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Answer {
    return this.told('enrollments', this.provider.list(actor, 'enrollments', query), request, reply);
  }

  @Get('enrollments/:id') @Allow(READ_CORE, 'client')
  async enrollmentById(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: RosterQuery): Answer {
    return { enrollment: await this.provider.one(actor, 'enrollments', id, query) };
  }

  @Get('demographics') @Allow(READ_DEMOGRAPHICS, 'client')
  demographics(@CurrentActor() actor: Actor, @Query() query: RosterQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Answer {
    return this.told('demographics', this.provider.list(actor, 'demographics', query), request, reply);
  }

  @Get('demographics/:id') @Allow(READ_DEMOGRAPHICS, 'client')
  async demographicsOf(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: RosterQuery): Answer {
    return { demographics: await this.provider.one(actor, 'demographics', id, query) };
  }

  @Get('schools/:id/classes') @Allow(READ_NESTED, 'client')
  classesOfSchool(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: RosterQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Answer {
    return this.told('classes', this.provider.within(actor, 'classes', query, { schoolId: id }, [['orgs', id, SCHOOL]]), request, reply);
  }

  @Get('schools/:id/enrollments') @Allow(READ_NESTED, 'client')
  enrollmentsOfSchool(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: RosterQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Answer {
    return this.told('enrollments', this.provider.within(actor, 'enrollments', query, { schoolId: id }, [['orgs', id, SCHOOL]]), request, reply);
  }

  @Get('schools/:id/students') @Allow(READ_NESTED, 'client')
  studentsOfSchool(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: RosterQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Answer {
    return this.told('users', this.provider.within(actor, 'users', query, { ...STUDENT, schoolId: id }, [['orgs', id, SCHOOL]]), request, reply);
  }

  @Get('schools/:id/teachers') @Allow(READ_NESTED, 'client')
  teachersOfSchool(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: RosterQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Answer {
    return this.told('users', this.provider.within(actor, 'users', query, { ...TEACHER, schoolId: id }, [['orgs', id, SCHOOL]]), request, reply);
  }

  @Get('schools/:id/terms') @Allow(READ_NESTED, 'client')
  termsOfSchool(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: RosterQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Answer {
    return this.told('academicSessions', this.provider.within(actor, 'academicSessions', query, TERM, [['orgs', id, SCHOOL]]), request, reply);
  }

  @Get('schools/:id/classes/:classId/enrollments') @Allow(READ_NESTED, 'client')
  enrollmentsOfClassInSchool(@CurrentActor() actor: Actor, @Param('id') id: string, @Param('classId') classId: string, @Query() query: RosterQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Answer {
    return this.told('enrollments', this.provider.within(actor, 'enrollments', query, { schoolId: id, classId }, [['orgs', id, SCHOOL], ['classes', classId, { schoolId: id }]]), request, reply);
  }

  @Get('schools/:id/classes/:classId/students') @Allow(READ_NESTED, 'client')
  studentsOfClassInSchool(@CurrentActor() actor: Actor, @Param('id') id: string, @Param('classId') classId: string, @Query() query: RosterQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Answer {
    return this.told('users', this.provider.within(actor, 'users', query, { ...STUDENT, schoolId: id, classId }, [['orgs', id, SCHOOL], ['classes', classId, { schoolId: id }]]), request, reply);
  }

  @Get('classes/:id/students') @Allow(READ_NESTED, 'client')
  studentsOfClass(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: RosterQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Answer {
    return this.told('users', this.provider.within(actor, 'users', query, { ...STUDENT, classId: id }, [['classes', id]]), request, reply);
  }

  @Get('courses/:id/classes') @Allow(READ_NESTED, 'client')
  classesOfCourse(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: RosterQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Answer {
    return this.told('classes', this.provider.within(actor, 'classes', query, {}, [['courses', id]]), request, reply);
  }

  @Get('classes/:id/teachers') @Allow(READ_NESTED, 'client')
  teachersOfClass(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: RosterQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Answer {
    return this.told('users', this.provider.through(actor, 'users', query, { parent: ['classes', id], narrowed: TEACHER }), request, reply);
  }

  @Get('students/:id/classes') @Allow(READ_NESTED, 'client')
  classesOfStudent(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: RosterQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Answer {
    return this.told('classes', this.provider.through(actor, 'classes', query, { parent: ['users', id, STUDENT], narrowed: STUDENT }), request, reply);
  }

  @Get('teachers/:id/classes') @Allow(READ_NESTED, 'client')
  classesOfTeacher(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: RosterQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Answer {
    return this.told('classes', this.provider.through(actor, 'classes', query, { parent: ['users', id, TEACHER], narrowed: TEACHER }), request, reply);
  }

  @Get('users/:id/classes') @Allow(READ_NESTED, 'client')
  classesOfUser(@CurrentActor() actor: Actor, @Param('id') id: string, @Query() query: RosterQuery, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Answer {
    return this.told('classes', this.provider.through(actor, 'classes', query, { parent: ['users', id], narrowed: {} }), request, reply);
  }
}
