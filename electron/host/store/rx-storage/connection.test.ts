import BetterSqlite3 from 'better-sqlite3';
import { expect, test } from 'vitest';
import { connectionOf, quoted } from './connection.ts';

test('everybody on one handle shares one connection and its statements', () => {
  const handle = new BetterSqlite3(':memory:');
  const connection = connectionOf(handle);
  expect(connectionOf(handle)).toBe(connection);
  expect(connection.statement('SELECT 1 AS one')).toBe(connection.statement('SELECT 1 AS one'));
  expect(connectionOf(new BetterSqlite3(':memory:'))).not.toBe(connection);
});

test('the form in which one caller takes rows is not left to the next', () => {
  const connection = connectionOf(new BetterSqlite3(':memory:'));
  const sql = 'SELECT 1 AS one';
  expect([
    connection.statement(sql).pluck().get(),
    connection.statement(sql).get(),
    connection.statement(sql).raw().get(),
    connection.statement(sql).pluck().get(),
  ]).toEqual([1, { one: 1 }, [1], 1]);
});

test('a statement that was forgotten is prepared again', () => {
  const connection = connectionOf(new BetterSqlite3(':memory:'));
  const first = connection.statement('SELECT 0');
  for (let number = 1; number <= 1000; number += 1) connection.statement(`SELECT ${number}`);
  expect(connection.statement('SELECT 0')).not.toBe(first);
  expect(connection.statement('SELECT 0').pluck().get()).toBe(0);
});

test('a transaction that throws leaves nothing, one inside another ends with the outer', () => {
  const handle = new BetterSqlite3(':memory:');
  const connection = connectionOf(handle);
  handle.exec('CREATE TABLE t (x)');
  const insert = () => connection.statement('INSERT INTO t VALUES (1)').run();
  expect(() =>
    connection.transaction(() => {
      connection.transaction(insert);
      throw new Error('stop');
    }),
  ).toThrow('stop');
  connection.transaction(insert);
  expect({
    rows: connection.statement('SELECT count(*) FROM t').pluck().get(),
    open: handle.inTransaction,
  }).toEqual({
    rows: 1,
    open: false,
  });
});

test('a name is quoted whatever it holds', () => {
  const handle = new BetterSqlite3(':memory:');
  handle.exec(`CREATE TABLE ${quoted('a "b"-0')} (x)`);
  expect(handle.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['a "b"-0']);
});
