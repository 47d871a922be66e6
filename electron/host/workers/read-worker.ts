import { readJobs } from './jobs.ts';
import { serveJobs } from './serve-jobs.ts';

serveJobs(readJobs);
