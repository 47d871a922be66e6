import type { Catalogue } from '../kernel/words.ts';
import type { Feature } from './features.ts';
import type { JobProfile, Role, RowScope } from './roles.ts';
import type { Because } from './can.ts';

type NamesOf<Group extends string, Name extends string> = { readonly [Key in `${Group}.${Name}`]: string };

const roleWords: NamesOf<'role', Role> = {
  'role.SA': 'System administrator',
  'role.AD': 'Administrator',
  'role.AP': 'Site administrator',
  'role.IC': 'Coordinator',
  'role.IP': 'Person in charge',
  'role.IT': 'Crew',
  'role.IN': 'Inspector, reads only',
};

const jobWords: NamesOf<'job', JobProfile> = {
  'job.master': 'Master',
  'job.safety-officer': 'Safety officer',
  'job.officer-in-charge': 'Officer in charge',
  'job.chief-engineer': 'Chief engineer',
  'job.engineer': 'Engineer',
  'job.crew': 'Crew',
  'job.dpa': 'DPA',
  'job.superintendent': 'Superintendent',
  'job.duty-officer': 'Duty officer',
  'job.hseq-manager': 'HSEQ manager',
  'job.manager': 'Manager',
  'job.shift-lead': 'Shift lead',
  'job.operations-manager': 'Operations manager',
  'job.dispatcher': 'Dispatcher',
  'job.warehouse': 'Warehouse',
  'job.us-ops': 'US operations',
  'job.domestic-ops': 'Domestic operations',
  'job.training-officer': 'Training officer',
  'job.auditor': 'Auditor',
  'job.administrator': 'Administrator',
  'job.broker': 'Customs broker',
  'job.airline': 'Airline representative',
  'job.ces': 'Inspection centre (CES)',
  'job.destruction-company': 'Destruction company',
  'job.other': 'Other work',
};

const featureWords: NamesOf<'feature', Feature> = {
  'feature.incidents.read': 'Read incidents',
  'feature.incidents.report': 'Report incidents',
  'feature.incidents.handle': 'Handle incidents',
  'feature.incidents.escalate': 'Escalate incidents',
  'feature.incidents.acknowledge': 'Acknowledge incidents',
  'feature.incidents.close': 'Close incidents',
  'feature.incidents.reopen': 'Reopen incidents',
  'feature.incidents.investigate': 'Investigate incidents',
  'feature.incidents.regulate': 'Keep the compliance log',
  'feature.incidents.configure': 'Set deadlines, ladders and rotas',
  'feature.people.read': 'See people',
  'feature.people.manage': 'Manage people',
  'feature.sites.manage': 'Manage sites',
  'feature.settings.manage': 'Change settings',
  'feature.store.manage': 'Look after the store',
  'feature.audit.read': 'Read the audit',
  'feature.audit.export': 'Export the audit',
  'feature.sync.manage': 'Manage the exchange',
  'feature.notifications.read': 'Read notifications',
  'feature.notifications.manage': 'Manage notifications',
  'feature.jobs.read': 'See scheduled work',
  'feature.jobs.manage': 'Manage scheduled work',
  'feature.exports.create': 'Make exports',
  'feature.exports.manage': "Manage everybody's exports",
  'feature.files.read': 'Open files',
  'feature.files.attach': 'Attach files',
  'feature.comments.write': 'Write comments',
  'feature.views.save': 'Save views',
  'feature.views.share': 'Share views',
  'feature.templates.manage': 'Manage templates',
  'feature.calendars.manage': 'Manage calendars',
  'feature.devices.manage': 'Manage devices',
  'feature.sessions.manage': 'Manage sign-ins',
  'feature.sign-in.own': 'Keep their own passphrase and second factor',
  'feature.updates.manage': 'Manage updates',
  'feature.diagnostics.read': 'Read diagnostics',
};

type Reach = RowScope | 'partner-organisation' | 'partner-own';

const reachWords: NamesOf<'reach', Reach> = {
  'reach.all': 'every site',
  'reach.organisation': 'their organisation',
  'reach.site': 'their own site',
  'reach.provider': 'their provider',
  'reach.team': 'their team',
  'reach.own': 'their own records',
  'reach.partner-organisation': 'the records of the partner they work for',
  'reach.partner-own': 'their own records',
};

const becauseWords: NamesOf<'access.because', Because | 'not-active'> = {
  'access.because.not-active': '{name} is deactivated and can do nothing.',
  'access.because.denied-to-person': '"{feature}" was taken away from {name} personally.',
  'access.because.partner-records-only':
    '{name} works for a partner. Partners record their own events and nothing else.',
  'access.because.granted-to-person': '"{feature}" was granted to {name} personally.',
  'access.because.role': 'The role {role} includes "{feature}".',
  'access.because.profile': 'The job {jobProfile} includes "{feature}".',
  'access.because.role-lacks-feature':
    'Neither the role {role} nor the job {jobProfile} includes "{feature}", and nobody granted it to {name}.',
  'access.because.outside-scope': 'The record is outside of what {name} sees: {reach}.',
  'access.because.own-site-timer': 'The console acts by itself on records of its own site.',
  'access.because.timer-of-another-site': 'A console acts by itself on records of its own site only.',
  'access.because.unknown-may-report': 'Anybody at the console may report without a name.',
  'access.because.unknown-person': 'Without a name, reporting is all there is.',
};

/** What `explain` says, rule by rule; a refusal uses the same words. */
export const accessWords = {
  ...roleWords,
  ...jobWords,
  ...featureWords,
  ...reachWords,
  ...becauseWords,

  'access.rule.active.passes': '{name} is active.',
  'access.rule.active.denies': '{name} is deactivated.',
  'access.rule.denial.passes': 'Nobody took it away from {name}.',
  'access.rule.denial.denies': 'It was taken away from {name}. That beats everything else.',
  'access.rule.partner.passes': 'No limit for partners stands in the way.',
  'access.rule.partner.denies': '{jobProfile} is work for a partner, and partners may not have it.',
  'access.rule.grant.passes': 'Nobody granted it to {name}.',
  'access.rule.grant.allows': 'It was granted to {name}.',
  'access.rule.role.passes': 'The role {role} does not give it.',
  'access.rule.role.allows': 'The role {role} gives it.',
  'access.rule.profile.passes': 'The job {jobProfile} does not give it.',
  'access.rule.profile.allows': 'The job {jobProfile} gives it.',
  'access.rule.scope.passes': 'The record is within what {name} sees: {reach}.',
  'access.rule.scope.denies': 'The record is not within what {name} sees: {reach}.',
  'access.rule.timer.allows': 'The record is of the console’s own site.',
  'access.rule.timer.denies': 'The record is of another site.',
  'access.rule.unknown.allows': 'Reporting at the console’s own site needs no name.',
  'access.rule.unknown.denies': 'Without a name, reporting at the console’s own site is all there is.',
} as const satisfies Catalogue;
