/**
 * Stands in for the `electron` package in unit tests. It is empty on purpose: code under test is handed the
 * Electron APIs it uses, and a file that reaches for the real ones can't be tested outside of Electron.
 */
export {};
