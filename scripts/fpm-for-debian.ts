import { buildDebianPackage, debianPackageOf } from './lib/debian-package.ts';

/** Stands in for `fpm` where electron-builder calls it for a Debian package: Debian's own tool makes it instead. */
await buildDebianPackage(debianPackageOf(process.argv.slice(2)));
