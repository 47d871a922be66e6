/** What a page may ask with nobody signed in. Whoever opens another one says so here. */
export const PUBLIC_PROCEDURES: readonly string[] = [
  'console.status',
  'console.live',
  'session.signIn',
  'session.signOut',
  // Ways in and out of a lock; and what asks by itself for somebody who has signed in and is not let through yet.
  'session.recent',
  'session.lock',
  'session.unlock',
  'session.park',
  'session.changePassphrase',
  'session.secondFactor',
  'session.beginSecondFactor',
  'session.confirmSecondFactor',
  // Asks by itself whether the site takes it, and how often it was used.
  'unnamed.emergency',
  'unnamed.emergencyPicture',
  'setup.foundSite',
  'setup.join',
  'setup.createAdministrator',
  'setup.loadDemonstration',
];
